# section.mk: the section's kernel and programs; `make help` lists the targets. make runs it from the
# directory above section/.

OBJ ?= obj/section

PROGRAMS := $(basename $(notdir $(wildcard section/user/*.c)))
TARGETS := hello bigdata friends spawn pipe

# Programs to start, as processes 1, 2, ...
COMMAND_friends := eve alice
COMMAND_pipe := pipewriter pipereader

# The process whose memory a program is linked for: process 1, or SLOT_NAME.
SLOT_alice := 2
SLOT_pipereader := 2

KERNEL_SOURCES := $(filter-out %/offsets.c, \
    $(wildcard kernel/machine/*.[cS] kernel/vm/*.c kernel/debug/*.c)) section/kernel.c
KERNEL_INCLUDES := kernel kernel/machine kernel/vm kernel/debug
KERNEL_FLAGS := -DDIRECT_MAP=0UL # physical memory is where it is

include tools/build.mk

all: $(TARGETS:%=$(OBJ)/%.img) $(RUN)

# One linker script for each process's memory.
process_start = (PROC_START_ADDR+($(1)-1)*0x40000)
$(OBJ)/process-%.ld: link/process.ld lib/memory-layout.h $(FLAGS_FILE)
	$(call make-link-script,'-DPROCESS_START=$(call process_start,$*)' \
	    '-DPROCESS_END=($(call process_start,$*)+0x40000)')

define link-program
$(OBJ)/user/$(1): $(OBJ)/process-$(or $(SLOT_$(1)),1).ld $(OBJ)/user/section/user/$(1).o $(USER_LIB_OBJECTS)
	$$(call link,$$<)
endef
$(foreach program,$(PROGRAMS),$(eval $(call link-program,$(program))))

help:
	@sed 's/^/  /' section/help.txt
	@echo "  NAME is one of: $(TARGETS)"
