# programs.mk: which programs there are, and what each is linked from; build.mk includes it. A program is a file
# $(PROGRAMS_IN)/NAME.c, or a folder $(PROGRAMS_IN)/NAME: its *.c files are compiled apart and linked; or SOURCE_NAME is a
# file elsewhere.

# Leave out files with names that make or the disk image cannot handle.
odd := *[!-a-zA-Z0-9_.]*
ODD_FILES := $(wildcard $(PROGRAMS_IN)/$(odd).c $(PROGRAMS_IN)/$(odd)/*.c $(PROGRAMS_IN)/*/$(odd).c)
$(if $(ODD_FILES),$(warning $(ODD_FILES): left out; the name of a program is letters, digits, - and _))

PROGRAM_SOURCES := $(sort $(filter-out $(PROGRAMS_IN)/u-lib.c $(ODD_FILES),$(wildcard $(PROGRAMS_IN)/*.c \
    $(PROGRAMS_IN)/*/*.c)))
PROGRAMS := $(sort $(foreach source,$(PROGRAM_SOURCES),$(firstword $(subst /, ,$(source:$(PROGRAMS_IN)/%.c=%)))) \
    $(patsubst SOURCE_%,%,$(filter SOURCE_%,$(.VARIABLES))))

sources_of = $(or $(SOURCE_$(1)),$(filter $(PROGRAMS_IN)/$(1).c $(PROGRAMS_IN)/$(1)/%,$(PROGRAM_SOURCES)))
define link-program
$(OBJ)/user/$(1): $(call script_of,$(1)) $(call objects,user,$(call sources_of,$(1))) $(USER_LIB_OBJECTS)
	$$(call link,$$<)
endef
$(foreach program,$(PROGRAMS),$(eval $(call link-program,$(program))))

# make run-NAME starts the program of that name, if there is one; so programs cannot have some names. Others are
# folders of objects in $(OBJ)/user/.
file_of = $(or $(wildcard $(PROGRAMS_IN)/$(1).c),$(PROGRAMS_IN)/$(1)/)
started_instead = $(if $(filter $(1),$(COMMAND_$(1))),,$(COMMAND_$(1)))
reserved = $(filter kernel user tests section $(RESERVED) headless-% graphic-% console-% gdb-%,$(1))
define check_program
$(if $(started_instead),$(error $(file_of): no program can have this name, since 'make run-$(1)' starts \
    '$(started_instead)'; give it another one))
$(if $(reserved),$(error $(file_of): no program can have this name, which stands for something else; give it another one))
$(if $(and $(filter $(PROGRAMS_IN)/$(1).c,$(sources_of)),$(filter $(PROGRAMS_IN)/$(1)/%,$(sources_of))),$(error \
    $(PROGRAMS_IN)/$(1).c and $(PROGRAMS_IN)/$(1)/ are both program '$(1)'; keep one, or give it another name))
endef
$(if $(building),$(foreach program,$(PROGRAMS),$(call check_program,$(program))))
