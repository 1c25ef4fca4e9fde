# bench.mk: the benchmark. The kernel for it is the kernel, linked with bench/kernel/ in place of
# kernel/core/extension.c.

KERNEL_OF_bench := bench-kernel.elf
$(OBJ)/kernel/bench/kernel/%.o: KERNEL_FLAGS += -iquote bench/kernel
$(OBJ)/user/bench/guest/%.o: USER_FLAGS += -iquote bench/kernel
$(OBJ)/bench-kernel.elf: LDFLAGS += --wrap=machine_start
$(OBJ)/bench-kernel.elf: $(OBJ)/kernel.ld $(call objects,kernel,$(wildcard bench/kernel/*.c)) \
    $(filter-out %/extension.o,$(KERNEL_OBJECTS))
	$(call link,$<)
$(OBJ)/bench/guest/%: $(OBJ)/process.ld $(OBJ)/user/bench/guest/%.o $(USER_LIB_OBJECTS)
	$(call link,$<)
$(OBJ)/bench.img: $(OBJ)/boot.bin $(OBJ)/bench-kernel.elf $(OBJ)/bench/guest/bench $(OBJ)/tools/mkimage
	$(call make-image,bench,$(OBJ)/bench/guest/bench)

# make bench COMPARE=FILE: beside the figures of another run; they are in $(OBJ)/bench.json.
# make bench-profile NAME=fork_exit: where the instructions of one operation go.
bench: $(OBJ)/bench.img $(RUN)
	$(Q)python3 bench/bench.py --obj $(OBJ) $(if $(COMPARE),--compare $(COMPARE))
bench-profile: $(OBJ)/bench.img $(RUN)
	$(Q)python3 bench/bench.py --obj $(OBJ) --profile $(or $(NAME),fork_exit)
.PHONY: bench bench-profile
