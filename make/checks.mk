# checks.mk: make check and its relatives, for a desk; its makefile includes this file after build.mk, and defines:
#     DESK              the desk's name
#     STUDENTS_OBJECTS  the objects of the student's kernel
#     SLOTS             the N for which there is a linker script process-N.ld

SHARED_OBJECTS := $(filter-out $(STUDENTS_OBJECTS),$(KERNEL_OBJECTS))

# What checks build with: the shared objects, and the commands that compile and link, as shell scripts with arguments.
CHECK_PARTS := $(SHARED_OBJECTS) $(USER_LIB_OBJECTS) $(OBJ)/kernel.ld $(SLOTS:%=$(OBJ)/process-%.ld) $(OBJ)/boot.bin \
    $(OBJ)/shortcut.rom $(OBJ)/tools/mkimage $(RUN)
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
CPU=$(CPU)
KERNEL_OBJECTS=$(SHARED_OBJECTS)
USER_LIB_OBJECTS=$(USER_LIB_OBJECTS)
endef
MAKE_ID = $(eval MAKE_ID := $$(shell echo $$$$PPID))$(MAKE_ID)
$(OBJ)/settings: $(CHECK_PARTS) $(MAKEFILE_LIST)
	$(file >$@.$(MAKE_ID),$(SETTINGS))@mv -f $@.$(MAKE_ID) $@

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
