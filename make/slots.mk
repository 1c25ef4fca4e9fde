# slots.mk: linker scripts process-N.ld for programs in the memory of process N of four, which may grow up to
# MEMSIZE_VIRTUAL.

$(OBJ)/process-%.ld: link/process.ld lib/memory-layout.h $(FLAGS_FILE) $(OBJ)/linked $(OBJ)/tools/mklines
	$(call make-link-script,'-DPROCESS_START=(PROC_START_ADDR+($*-1)*0x40000)' -DPROCESS_END=MEMSIZE_VIRTUAL)
