# pset.mk: the problem set's kernel and programs; `make help` lists the targets. make runs it in the directory above
# pset/.

DESK := pset
OBJ ?= obj/pset

PROGRAMS_IN := pset/user
# Programs that the complete kernel runs, too. allocators is linked for each of the processes 1 to 4.
SOURCE_hello := user/hello.c
SOURCE_allocators := user/allocators.c
SOURCE_allocators-2 := user/allocators.c
SOURCE_allocators-3 := user/allocators.c
SOURCE_allocators-4 := user/allocators.c
SOURCE_fork := user/fork.c
SOURCE_forkexit := user/forkexit.c
TARGETS = $(filter-out allocators-%,$(PROGRAMS)) overlapping

# Programs to start, as processes 1, 2, ...
COMMAND_allocators := allocators allocators-2 allocators-3 allocators-4 viewer=1
COMMAND_overlapping := allocators allocators allocators allocators viewer=1
COMMAND_fork := fork viewer=1
COMMAND_forkexit := forkexit viewer=1
# KEY:NAME: during a run, the key restarts with what run target NAME starts.
KEYS := a:allocators f:fork e:forkexit

# The process whose memory a program is linked for: process 1, or SLOT_NAME.
SLOT_allocators-2 := 2
SLOT_allocators-3 := 3
SLOT_allocators-4 := 4
script_of = $(OBJ)/process-$(or $(SLOT_$(1)),1).ld

STUDENTS_SOURCES := $(wildcard pset/*.c)
KERNEL_SOURCES := $(filter-out %/offsets.c, \
    $(wildcard kernel/machine/*.[cS] kernel/vm/*.c kernel/debug/*.c)) $(STUDENTS_SOURCES)
KERNEL_INCLUDES := kernel kernel/machine kernel/vm kernel/debug
KERNEL_FLAGS := -DDIRECT_MAP=0UL # each address maps to itself

# Before step 1, programs can access the kernel's pages; a processor with SMEP and SMAP would not let the kernel use them.
CPU := max,-smep,-smap

# Of this copy's variant, if it has one.
VARIANT_FLAGS := $(shell DESK=pset PYTHONPATH=course PYTHONDONTWRITEBYTECODE=1 python3 -S -m pset.variant)

ifneq ($(MEMSIZE)$(MAXNPROC),)
$(error MEMSIZE and MAXNPROC are for the complete kernel; the problem set's has a fixed size)
endif

include make/build.mk

all: $(TARGETS:%=$(OBJ)/%.img) $(RUN) $(OBJ)/shortcut.rom

STUDENTS_OBJECTS := $(call objects,kernel,$(STUDENTS_SOURCES))
SLOTS := 1 2 3 4
include make/slots.mk
include make/checks.mk

# For who is stuck: see course/pset/give.py.
GIVE = $(Q)DESK=$(DESK) PYTHONPATH=course python3 -S -X pycache_prefix=$(OBJ)/pycache -c \
    'import sys; from pset import give; sys.exit(give.main(sys.argv[1:]))' pset
start-at-%:
	$(GIVE) start $*
give-%:
	$(GIVE) give $* $(OBJ)/progress.json
mine:
	$(GIVE) mine
.PHONY: mine

# make tournament DIR=submissions: see course/pset/tournament.py.
tournament: $(OBJ)/settings
	$(if $(DIR),,$(error say which entries: make tournament DIR=...))
	$(Q)DESK=$(DESK) PYTHONPATH=course python3 -S -X pycache_prefix=$(OBJ)/pycache -m pset.tournament --settings $< \
	    --results $(OBJ)/tournament $(if $(filter hidden,$(NAMES)),--hidden) $(if $(filter 1,$(OPEN)),--open) "$$DIR"
.PHONY: tournament

help:
	@sed 's/^/  /' make/pset-help.txt
	@echo "  NAME is one of: $(TARGETS)"
