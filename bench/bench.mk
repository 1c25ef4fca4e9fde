# bench.mk: the benchmark. Its kernel is the complete kernel, linked with bench/kernel/ in place of
# kernel/core/extension.c.

KERNEL_OF_bench := bench-kernel.elf
$(OBJ)/kernel/bench/kernel/%.o: KERNEL_FLAGS += -iquote bench/kernel
$(OBJ)/user/bench/guest/%.o: USER_FLAGS += -iquote bench/kernel
$(OBJ)/bench-kernel.elf: override LDFLAGS += --wrap=machine_start
$(OBJ)/bench-kernel.elf: $(OBJ)/kernel.ld $(call objects,kernel,$(wildcard bench/kernel/*.c)) \
    $(filter-out %/extension.o,$(KERNEL_OBJECTS))
	$(call link,$<)
$(OBJ)/bench/guest/%: $(OBJ)/process.ld $(OBJ)/user/bench/guest/%.o $(USER_LIB_OBJECTS)
	$(call link,$<)
$(OBJ)/bench.img: $(OBJ)/boot.bin $(OBJ)/bench-kernel.elf $(OBJ)/bench/guest/bench $(OBJ)/tools/mkimage
	$(call make-image,bench,$(OBJ)/bench/guest/bench)

# A QEMU plugin that counts the instructions of each entry into the kernel.
$(OBJ)/bench/entries/plugin.o: HOSTCFLAGS += -fPIC -iquote tools/trace/plugin
$(OBJ)/bench/entries/%.o: bench/entries/%.c $(FLAGS_FILE)
	$(call step,HOSTCC,$<) $(HOSTCC) $(HOSTCFLAGS) -MMD -MP -MT $@ -MF $(new).d.new -c $< -o $(new) \
	    && mv -f $(new).d.new $(@:.o=.d) && $(put)
$(OBJ)/tools/entries.so: $(OBJ)/bench/entries/plugin.o
	$(call step,LINK,$@) $(HOSTCC) -shared $^ -o $(new) && $(put)

BENCH_PYTHON = PYTHONPYCACHEPREFIX=$(OBJ)/pycache python3

# make bench COMPARE=FILE: shows the figures beside those of another run, which it left in $(OBJ)/bench.json.
# make bench-profile NAME=fork_exit: shows where the instructions of one operation go.
bench: $(OBJ)/bench.img $(OBJ)/busy.img $(OBJ)/tools/entries.so $(RUN)
	$(Q)$(BENCH_PYTHON) bench/bench.py --obj $(OBJ) $(if $(COMPARE),--compare $(COMPARE))
	$(Q)$(BENCH_PYTHON) bench/longest.py --obj $(OBJ)
bench-profile: $(OBJ)/bench.img $(RUN)
	$(Q)$(BENCH_PYTHON) bench/bench.py --obj $(OBJ) --profile $(or $(NAME),fork_exit)

# make bench-scale: shows the costs with 3 processes alive and with many, and the longest entry with 256 slots. Each
# kernel has its own directory.
SCALE_2M := OBJ=$(OBJ)/scale-2M MEMSIZE= MAXNPROC=64
SCALE_64M := OBJ=$(OBJ)/scale-64M MEMSIZE=64M MAXNPROC=256
bench-scale: $(RUN)
	$(Q)$(MAKE) --no-print-directory $(SCALE_2M) $(OBJ)/scale-2M/bench.img $(OBJ)/scale-2M/tools/run
	$(Q)$(MAKE) --no-print-directory $(SCALE_64M) $(addprefix $(OBJ)/scale-64M/,bench.img busy.img tools/run tools/entries.so)
	$(Q)$(BENCH_PYTHON) bench/scale.py $(OBJ)/scale-2M,32M,3,40 $(OBJ)/scale-64M,96M,3,250
	$(Q)$(BENCH_PYTHON) bench/longest.py --obj $(OBJ)/scale-64M --memory 96M --slots 256
.PHONY: bench bench-profile bench-scale
