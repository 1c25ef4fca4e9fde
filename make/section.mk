# section.mk: the section's kernel and programs; `make help` lists the targets. make runs it in the
# directory above section/.

DESK := section
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

STUDENTS_OBJECTS := $(OBJ)/kernel/section/kernel.o
SLOTS := 1 2 3 4
include make/checks.mk

# The maze is its own kernel, without processes.
KERNEL_OF_maze := maze.elf
$(OBJ)/maze.elf: $(OBJ)/kernel.ld $(OBJ)/kernel/course/maze/maze.o $(SHARED_OBJECTS)
	$(call link,$<)
$(OBJ)/maze.img: $(OBJ)/maze.elf

help:
	@sed 's/^/  /' make/section-help.txt
	@echo "  NAME is one of: $(TARGETS)"
