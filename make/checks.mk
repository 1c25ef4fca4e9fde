# checks.mk: make check and its relatives, for the desk DESK; its makefile includes this file after build.mk. settings.mk
# says what else it defines.

include make/settings.mk

CHECK = $(Q)DESK=$(DESK) python3 -S -X pycache_prefix=$(OBJ)/pycache course/check.py --settings $(OBJ)/settings

check: $(OBJ)/settings
	$(CHECK) $(CHECK_OPTIONS)
check-%: $(OBJ)/settings
	$(CHECK) $(CHECK_OPTIONS) $*
hint-%: $(OBJ)/settings
	$(CHECK) --hint $*
solution-%: $(OBJ)/settings
	$(CHECK) --solution $*
again-%: $(OBJ)/settings
	$(CHECK) --again $(if $(SEED),--seed $(SEED)) $*

# A check that fails because of what a kernel did leaves a recording of it: see course/engine/recordings.py.
recording-of-check = $(call require-recording,check-$(1),make check-$(1) leaves one if a booted kernel fails in it)
replay-check-%: $(RUN)
	$(Q)$(call recording-of-check,$*)
	$(call replay,check-$*)
replay-gdb-check-%: $(RUN)
	$(Q)$(call recording-of-check,$*)
	$(call replay-gdb,check-$*)
watch: $(OBJ)/settings
	$(CHECK) --watch

# SOLVED=1 checks the solutions instead of the student's files; FORMAT=json is for programs.
CHECK_OPTIONS := $(if $(FORMAT),--format $(FORMAT)) $(if $(filter 1,$(SOLVED)),--solved)

.PHONY: check watch
