# settings.mk: what checks need to know to compile, link and boot around a kernel: $(OBJ)/settings. A makefile includes
# this file after build.mk, and defines:
#     STUDENTS_OBJECTS  the objects of the kernel that checks compile anew: the student's
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
