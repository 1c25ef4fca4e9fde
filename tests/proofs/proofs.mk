# proofs.mk: make prove: proofs about kernel/vm and kernel/core/user-memory.c with the model checker CBMC.
# PROOFS="walk map" chooses some. Says 'skipped' if it cannot get CBMC.

prove:
	$(Q)HOSTCC='$(HOSTCC)' tests/proofs/prove $(OBJ)/tools/cbmc $(OBJ)/tests/proofs $(PROOFS)

.PHONY: prove
