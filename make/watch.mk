# watch.mk: kernels that report what they do: the same kernel, linked with a part that reports, in its own images;
# build.mk includes it.

# STRACE=1 reports each system call: see tools/strace/strace.c.
$(OBJ)/strace-kernel.elf: override LDFLAGS += --wrap=syscall --wrap=exception_return
# make trace-NAME learns what it cannot see from outside: see tools/trace/guest/trace.c.
$(OBJ)/trace-kernel.elf: override LDFLAGS += $(addprefix --wrap=,kernel_start syscall exception exception_return \
    timer_interrupt log_printf end_run)

# watch-kernel NAME,SOURCE: the kernel NAME-kernel.elf, with that part; its images are in $(OBJ)/NAME/.
define watch-kernel
$(OBJ)/$(1)-kernel.elf: $(OBJ)/kernel.ld $(KERNEL_OBJECTS) $(call objects,kernel,$(2))
	$$(call link,$$<)
$(TARGETS:%=$(OBJ)/$(1)/%.img): IMAGE_KERNEL := $(1)-kernel.elf
$(TARGETS:%=$(OBJ)/$(1)/%.img): $(OBJ)/$(1)/%.img: $(IMAGE_PARTS) $(OBJ)/$(1)-kernel.elf $(OBJ)/tools/mkimage
	$$(call make-image,$$(call command,$$*),$$(PROGRAMS:%=$$(OBJ)/user/%))
endef
$(eval $(call watch-kernel,strace,tools/strace/strace.c))
$(eval $(call watch-kernel,trace,tools/trace/guest/trace.c))

# The tracer's half in QEMU, a plugin.
PLUGIN_OBJECTS := $(call objects,host,$(wildcard tools/trace/plugin/*.c))
$(PLUGIN_OBJECTS): TOOL_FLAGS := -O2 -fPIC -iquote tools/trace/guest
$(OBJ)/tools/trace.so: $(PLUGIN_OBJECTS)
	$(Q)$(HOSTCC) -shared $^ -o $@

# A run as data: see docs/trace.md.
$(TARGETS:%=trace-%): trace-%: $(OBJ)/trace/%.img $(OBJ)/tools/trace.so $(RUN)
	$(if $(KERNEL_OF_$*),$(error $* has its own kernel, without processes: there is nothing to trace))
	$(Q)PYTHONPYCACHEPREFIX=$(OBJ)/pycache python3 tools/trace/trace.py --obj $(OBJ) --objcopy '$(OBJCOPY)' \
	    $(if $(EVENTS),--events $(EVENTS)) $(if $(TIMEOUT),--timeout $(TIMEOUT)) $(if $(WITH),--with '$(WITH)') \
	    $(if $(AUDIT),--shift 2) \
	    $* -- $(MACHINE_OPTIONS) $(if $(ARGS),-- $(ARGS))

.PHONY: $(TARGETS:%=trace-%)
