# build.mk: how things are built and run, whatever they are. Both kernels' makefiles include it, after
# they have said what there is:
#     OBJ              the directory of built things
#     PROGRAMS         programs by name, in $(USER)/NAME.c
#     TARGETS          run targets: $(OBJ)/NAME.img starts what COMMAND_NAME says, or NAME, under
#                      KERNEL_OF_NAME, or kernel.elf
#     KERNEL_SOURCES   the kernel's own
#     KERNEL_INCLUDES  where it looks for headers, besides lib/

include tools/variables.mk

.DEFAULT_GOAL := all
.SECONDARY:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# V=1 shows whole commands; else one line a step.
Q := $(if $(filter 1,$(V)),,@)
step = @printf '  %-8s%s\n' '$(1)' '$(2)'$(if $(FORMAT), >&2)

include tools/toolchain.mk
CFLAGS += $(if $(MEMSIZE),-DMEMSIZE_PHYSICAL=$(shell printf 0x%x $$(($(megabytes) << 20))))
CFLAGS += $(if $(MAXNPROC),-DMAXNPROC=$(MAXNPROC))

LIB_SOURCES := $(wildcard lib/*.c)

objects = $(patsubst %,$(OBJ)/$(1)/%.o,$(basename $(2)))
KERNEL_OBJECTS := $(call objects,kernel,$(LIB_SOURCES) $(KERNEL_SOURCES))
USER_LIB_OBJECTS := $(call objects,user,$(LIB_SOURCES) user/u-lib.c)
BOOT_OBJECTS := $(call objects,boot,boot/bootsector.S boot/stage2.S boot/loader.S \
    boot/load-kernel.c lib/string.c)

# Kernel and programs see the shared library, and not each other.
KERNEL_FLAGS += -DWEENSY_KERNEL -iquote lib $(KERNEL_INCLUDES:%=-iquote %) -I $(OBJ)
USER_FLAGS := -iquote lib -iquote user
BOOT_FLAGS := -iquote lib -I $(OBJ)

# Compiling

# Everything depends on the flags it is compiled with.
FLAGS_FILE := $(OBJ)/flags
FLAGS_NOW := $(CC) $(CFLAGS) $(LD) $(LDFLAGS) $(OBJCOPY) $(HOSTCC) $(HOSTCFLAGS)
ifneq ($(filter-out clean help handout,$(or $(MAKECMDGOALS),all)),)
ifneq ($(file <$(FLAGS_FILE)),$(FLAGS_NOW))
$(check_toolchain)
$(shell mkdir -p $(OBJ))
$(file >$(FLAGS_FILE),$(FLAGS_NOW))
endif
endif

define compile
$(call step,CC,$<)
@mkdir -p $(@D)
$(Q)$(CC) $(CFLAGS) $(1) -MMD -MP -c $< -o $@
endef

$(OBJ)/kernel/%.o: %.c $(FLAGS_FILE)
	$(call compile,$(KERNEL_FLAGS))
$(OBJ)/kernel/%.o: %.S $(FLAGS_FILE) $(OBJ)/machine-offsets.h
	$(call compile,$(KERNEL_FLAGS))
$(OBJ)/user/%.o: %.c $(FLAGS_FILE)
	$(call compile,$(USER_FLAGS))
$(OBJ)/boot/%.o: %.c $(FLAGS_FILE)
	$(call compile,$(BOOT_FLAGS))
$(OBJ)/boot/%.o: %.S $(FLAGS_FILE) $(OBJ)/boot-offsets.h
	$(call compile,$(BOOT_FLAGS))

# Numbers that assembly needs from C: see lib/offsets.h.
define make-offsets
$(call step,OFFSETS,$@)
@mkdir -p $(@D)
$(Q)$(CC) $(CFLAGS) $(1) -MMD -MP -MT $@ -MF $@.d -S $< -o - \
    | sed -n 's/.*"#define \([A-Z_0-9a-z]*\) \$$*\(-*[0-9]*\)".*/#define \1 \2/p' >$@
endef
$(OBJ)/machine-offsets.h: kernel/machine/offsets.c $(FLAGS_FILE)
	$(call make-offsets,$(KERNEL_FLAGS))
$(OBJ)/boot-offsets.h: boot/offsets.c $(FLAGS_FILE)
	$(call make-offsets,$(BOOT_FLAGS))

# Linking

# make-link-script FLAGS: linker scripts read the same headers as C does.
define make-link-script
@mkdir -p $(@D)
$(Q)$(CC) $(CFLAGS) $(1) -E -P -x c -D__ASSEMBLER__ -iquote lib $< -o $@
endef
$(OBJ)/%.ld: link/%.ld lib/memory-layout.h lib/boot-info.h $(FLAGS_FILE) $(OBJ)/tools/mklines
	$(call make-link-script)

# NAME.full has debugging information, for gdb. The image gets NAME, without, and NAME.lines, which says what
# lines of the sources the code comes from.
define link
$(call step,LINK,$@)
@mkdir -p $(@D)
$(Q)$(LD) $(LDFLAGS) -T $(1) $(filter %.o,$^) -o $@.full
$(Q)$(OBJ)/tools/mklines $@.full >$@.lines
$(Q)$(OBJCOPY) --strip-debug $@.full $@
endef

$(OBJ)/kernel.elf: $(OBJ)/kernel.ld $(KERNEL_OBJECTS)
	$(call link,$<)

# The same kernel, which tells of each system call: see tools/strace/strace.c.
$(OBJ)/strace-kernel.elf: LDFLAGS += --wrap=syscall --wrap=exception_return
$(OBJ)/strace-kernel.elf: $(OBJ)/kernel.ld $(KERNEL_OBJECTS) $(call objects,kernel,tools/strace/strace.c)
	$(call link,$<)

# The same, which tells the tracer in QEMU what it cannot see by itself: see tools/trace/trace.c.
$(OBJ)/trace-kernel.elf: LDFLAGS += $(addprefix --wrap=,kernel_start syscall exception exception_return \
    timer_interrupt log_printf end_run)
$(OBJ)/trace-kernel.elf: $(OBJ)/kernel.ld $(KERNEL_OBJECTS) $(call objects,kernel,tools/trace/trace.c)
	$(call link,$<)

$(OBJ)/boot.bin: $(OBJ)/boot.ld $(BOOT_OBJECTS)
	$(call step,LINK,$@)
	$(Q)$(LD) $(LDFLAGS) -T $< $(BOOT_OBJECTS) -o $(OBJ)/boot.elf
	$(Q)$(OBJCOPY) -O binary $(OBJ)/boot.elf $@

# Host tools

RUN_SOURCES := tools/host.c $(wildcard tools/run*.c)

$(OBJ)/tools/%.o: tools/%.c $(FLAGS_FILE)
	$(call step,HOSTCC,$<)
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(HOSTCFLAGS) -O1 -MMD -MP -c $< -o $@
$(OBJ)/tools/mkimage: $(OBJ)/tools/mkimage.o $(OBJ)/tools/executable.o $(OBJ)/tools/host.o
	$(Q)$(HOSTCC) $^ -o $@
$(OBJ)/tools/mklines: $(patsubst %,$(OBJ)/tools/%.o,mklines elf-file dwarf dwarf-lines dwarf-frames host)
	$(Q)$(HOSTCC) $^ -o $@
$(OBJ)/tools/run: $(RUN_SOURCES:%.c=$(OBJ)/%.o)
	$(Q)$(HOSTCC) $^ -o $@

# The tracer's half in QEMU, a plugin.
PLUGIN_OBJECTS := $(patsubst %.c,$(OBJ)/%.o,$(wildcard tools/trace/plugin/*.c))
$(PLUGIN_OBJECTS): HOSTCFLAGS += -fPIC -iquote tools/trace
$(OBJ)/tools/trace.so: $(PLUGIN_OBJECTS)
	$(Q)$(HOSTCC) -shared $^ -o $@

# Disk images

IMAGE_CHECK := -p # programs are looked at

define make-image
$(call step,IMAGE,$@)
$(Q)$(OBJ)/tools/mkimage $(IMAGE_CHECK) -o $@ -b $(OBJ)/boot.bin -c '$(1)' kernel=$(OBJ)/$(or $(IMAGE_KERNEL),$(KERNEL_OF_$(basename $(@F))),kernel.elf) \
    $(foreach program,$(2),$(notdir $(program))=$(program))
endef
IMAGE_PARTS := $(OBJ)/boot.bin $(OBJ)/kernel.elf $(PROGRAMS:%=$(OBJ)/user/%)

$(TARGETS:%=$(OBJ)/%.img): $(OBJ)/%.img: $(IMAGE_PARTS) $(OBJ)/tools/mkimage
	$(call make-image,$(or $(COMMAND_$*),$*),$(PROGRAMS:%=$(OBJ)/user/%))

$(TARGETS:%=$(OBJ)/strace/%.img): IMAGE_KERNEL := strace-kernel.elf
$(TARGETS:%=$(OBJ)/strace/%.img): $(OBJ)/strace/%.img: $(IMAGE_PARTS) $(OBJ)/strace-kernel.elf $(OBJ)/tools/mkimage
	@mkdir -p $(@D)
	$(call make-image,$(or $(COMMAND_$*),$*),$(PROGRAMS:%=$(OBJ)/user/%))

$(TARGETS:%=$(OBJ)/trace/%.img): IMAGE_KERNEL := trace-kernel.elf
$(TARGETS:%=$(OBJ)/trace/%.img): $(OBJ)/trace/%.img: $(IMAGE_PARTS) $(OBJ)/trace-kernel.elf $(OBJ)/tools/mkimage
	@mkdir -p $(@D)
	$(call make-image,$(or $(COMMAND_$*),$*),$(PROGRAMS:%=$(OBJ)/user/%))

# Running

RUN := $(OBJ)/tools/run
MACHINE_OPTIONS := --qemu '$(QEMU)' $(if $(MEMSIZE),--memory $(shell echo $$(($(megabytes) + 32)))M) $(if $(AUDIT),--option audit=$(AUDIT)) \
    $(if $(DISK),--disk $(DISK)) $(if $(filter 1,$(D)),--debug)
RUN_OPTIONS := $(MACHINE_OPTIONS) $(if $(TIMEOUT),--timeout $(TIMEOUT)) $(if $(STRACE),--strace '$(STRACE:1=-)')
GDB_OPTIONS = --gdb-commands tools/gdb/weensy.py --symbols $(OBJ)/$(or $(KERNEL_OF_$*),kernel.elf).full \
    $(foreach p,$(PROGRAMS),--program $(OBJ)/user/$(p).full)

RUN_IMAGES := $(OBJ)$(if $(STRACE),/strace)
run_targets = $(TARGETS:%=run$(1)-%)
define run
$(Q)$(RUN) $(1) $(RUN_OPTIONS) $(RUN_IMAGES)/$*.img $(if $(ARGS),-- $(ARGS))
endef
$(call run_targets): run-%: $(RUN_IMAGES)/%.img $(RUN)
	$(call run)
$(call run_targets,-headless): run-headless-%: $(RUN_IMAGES)/%.img $(RUN)
	$(call run,--mode headless)
$(call run_targets,-graphic): run-graphic-%: $(RUN_IMAGES)/%.img $(RUN)
	$(call run,--mode graphic)
$(call run_targets,-console): run-console-%: $(RUN_IMAGES)/%.img $(RUN)
	$(call run,--mode console)
$(call run_targets,-gdb): run-gdb-%: $(OBJ)/%.img $(RUN)
	$(call run,--mode gdb $(GDB_OPTIONS))

# A run that can be repeated: its events and its disk, and what came out, to compare.
RECORDINGS ?= $(OBJ)/recordings
require-recording = [ -f $(RECORDINGS)/$(1).events ] || { echo "There is no recording of $(1): $(2)" >&2; false; }
$(TARGETS:%=record-%): record-%: $(OBJ)/%.img $(RUN)
	@mkdir -p $(RECORDINGS)
	$(Q)$(RUN) --record $(RECORDINGS)/$*.events --log $(RECORDINGS)/$*.log --screen $(RECORDINGS)/$*.screen \
	    $(RUN_OPTIONS) $(OBJ)/$*.img
# replay NAME,OPTIONS: however the run ends, it is to end as it did. Status 1 says that it could not be replayed.
define replay
$(Q)$(RUN) --replay $(RECORDINGS)/$(1).events --log $(RECORDINGS)/$(1)-replay.log \
    --screen $(RECORDINGS)/$(1)-replay.screen $(2) $(RUN_OPTIONS) $(RECORDINGS)/$(1).img || [ $$? -ne 1 ]
$(Q)for what in screen log; do cmp $(RECORDINGS)/$(1).$$what $(RECORDINGS)/$(1)-replay.$$what || exit 1; done; \
    echo "weensy: the same screen and log as in the recording" >&2
endef
define replay-gdb
$(Q)$(RUN) --mode gdb --replay $(RECORDINGS)/$(1).events --log $(RECORDINGS)/$(1)-replay.log $(2) \
    $(RUN_OPTIONS) $(RECORDINGS)/$(1).img
endef
$(TARGETS:%=replay-%): replay-%: $(RUN)
	$(Q)$(call require-recording,$*,make record-$*)
	$(call replay,$*)
$(TARGETS:%=replay-gdb-%): replay-gdb-%: $(RUN)
	$(Q)$(call require-recording,$*,make record-$*)
	$(call replay-gdb,$*,$(GDB_OPTIONS))

# A run as data: see docs/trace.md.
$(TARGETS:%=trace-%): trace-%: $(OBJ)/trace/%.img $(OBJ)/tools/trace.so $(RUN)
	$(if $(KERNEL_OF_$*),$(error $* has a kernel of its own, without processes: there is nothing to trace))
	$(Q)PYTHONPYCACHEPREFIX=$(OBJ)/pycache python3 tools/trace/trace.py --obj $(OBJ) --objcopy '$(OBJCOPY)' \
	    $(if $(EVENTS),--events $(EVENTS)) $(if $(TIMEOUT),--timeout $(TIMEOUT)) $(if $(WITH),--with '$(WITH)') \
	    $(if $(AUDIT),--shift 2) \
	    $* -- $(MACHINE_OPTIONS) $(if $(ARGS),-- $(ARGS))

trace-%:
	@echo "There is no run target '$*'. There are: $(TARGETS)" >&2; false

without_mode = $(if $(2),$(call without_mode,$(patsubst $(firstword $(2))-%,%,$(1)),$(wordlist 2,9,$(2))),$(1))
run-%:
	@echo "There is no run target '$(call without_mode,$*,headless graphic console gdb)'. There are: $(TARGETS)" >&2; false

clean:
	$(Q)rm -rf $(OBJ)

.PHONY: all clean help $(TARGETS:%=record-%) $(TARGETS:%=replay-%) $(TARGETS:%=replay-gdb-%) $(TARGETS:%=trace-%) $(foreach mode,- -headless- -graphic- -console- -gdb-,$(TARGETS:%=run$(mode)%))

-include $(shell find $(OBJ) -name '*.d' 2>/dev/null)
