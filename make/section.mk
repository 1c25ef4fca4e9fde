# section.mk: the section's kernel and programs; `make help` lists the targets. make runs it in the
# directory above section/.

OBJ ?= obj/section

PROGRAMS_IN := section/user
# A program that is linked for process 1 can be started alone.
TARGETS = $(sort $(foreach program,$(PROGRAMS),$(if $(SLOT_$(program)),,$(program))) friends pipe maze)
RESERVED := maze

# Programs to start, as processes 1, 2, ...
COMMAND_friends := eve alice
COMMAND_pipe := pipewriter pipereader
KEYS := # none restarts

# The process whose memory a program is linked for: process 1, or SLOT_NAME.
SLOT_alice := 2
SLOT_pipereader := 2
script_of = $(OBJ)/process-$(or $(SLOT_$(1)),1).ld

KERNEL_SOURCES := $(filter-out %/offsets.c, \
    $(wildcard kernel/machine/*.[cS] kernel/vm/*.c kernel/debug/*.c)) section/kernel.c
KERNEL_INCLUDES := kernel kernel/machine kernel/vm kernel/debug
KERNEL_FLAGS := -DDIRECT_MAP=0UL # each address maps to itself

ifneq ($(MEMSIZE)$(MAXNPROC),)
$(error MEMSIZE and MAXNPROC are for the complete kernel; the section's has a fixed size)
endif

include make/build.mk

all: $(TARGETS:%=$(OBJ)/%.img) $(RUN) $(OBJ)/shortcut.rom

# One linker script for each process's memory.
process_start = (PROC_START_ADDR+($(1)-1)*0x40000)
$(OBJ)/process-%.ld: link/process.ld lib/memory-layout.h $(FLAGS_FILE) $(OBJ)/linked $(OBJ)/tools/mklines
	$(call make-link-script,'-DPROCESS_START=$(call process_start,$*)' \
	    '-DPROCESS_END=($(call process_start,$*)+0x40000)')

# Checks

# What checks build with: the shared objects, and the commands that compile and link, as shell scripts with arguments.
CHECK_PARTS := $(filter-out %/section/kernel.o,$(KERNEL_OBJECTS)) $(USER_LIB_OBJECTS) $(OBJ)/kernel.ld \
    $(foreach slot,1 2 3 4,$(OBJ)/process-$(slot).ld) $(OBJ)/boot.bin $(OBJ)/shortcut.rom \
    $(OBJ)/tools/mkimage $(RUN)
# script NAMES,COMMAND: the command, after the first arguments have got these names.
script = $(firstword $(1))=$$1 $(lastword $(1))=$$2; shift 2; $(2)
define SETTINGS
OBJ=$(OBJ)
COMPILE_KERNEL=$(call script,source object,$(call compile_to,$(KERNEL_FLAGS) "$$@","$$source","$$object"))
COMPILE_USER=$(call script,source object,$(call compile_to,$(USER_FLAGS) "$$@","$$source","$$object"))
LINK=$(call script,script executable,$(call link_to,"$$script","$$@","$$executable"))
LD=$(LD)
OBJCOPY=$(OBJCOPY)
QEMU=$(QEMU)
KERNEL_OBJECTS=$(filter-out %/section/kernel.o,$(KERNEL_OBJECTS))
USER_LIB_OBJECTS=$(USER_LIB_OBJECTS)
endef
MAKE_ID = $(eval MAKE_ID := $$(shell echo $$$$PPID))$(MAKE_ID)
$(OBJ)/settings: $(CHECK_PARTS) $(MAKEFILE_LIST)
	$(file >$@.$(MAKE_ID),$(SETTINGS))@mv -f $@.$(MAKE_ID) $@

CHECK = $(Q)python3 -S -X pycache_prefix=$(OBJ)/pycache course/check.py --settings $(OBJ)/settings

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

# The maze is its own kernel, without processes.
KERNEL_OF_maze := maze.elf
$(OBJ)/maze.elf: $(OBJ)/kernel.ld $(OBJ)/kernel/course/maze/maze.o $(filter-out %/section/kernel.o,$(KERNEL_OBJECTS))
	$(call link,$<)
$(OBJ)/maze.img: $(OBJ)/maze.elf

help:
	@sed 's/^/  /' make/section-help.txt
	@echo "  NAME is one of: $(TARGETS)"
