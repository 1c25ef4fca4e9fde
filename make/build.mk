# build.mk: how the kernels are built. (programs.mk says which programs there are, run.mk how all of it runs, and
# watch.mk how it runs with tools that look on.) Their makefiles include it after they have defined:
#     OBJ              the directory of built things
#     PROGRAMS_IN      the folder where programs.mk finds PROGRAMS
#     script_of        the linker script of a program
#     TARGETS          run targets: $(OBJ)/NAME.img starts COMMAND_NAME, or NAME, under KERNEL_OF_NAME, or
#                      kernel.elf
#     KEYS             KEY:NAME: during a run, the key restarts with what run target NAME starts
#     RESERVED         names that no program can have
#     KERNEL_SOURCES   the kernel's own sources
#     KERNEL_INCLUDES  where they look for headers, besides lib/
#     VARIANT_FLAGS    for everything that is compiled, if there are any

include make/variables.mk

.DEFAULT_GOAL := all
.SECONDARY:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# V=1 shows whole commands; otherwise each step prints one line. step starts a step's command: it prints the line and
# makes the directory. (One shell does it all: some hundred more would cost a tenth of a build's time.)
Q := $(if $(filter 1,$(V)),,@)
say = $(if $(Q),printf '  %-8s%s\n' '$(1)' '$(2)'$(if $(FORMAT), >&2);)
step = $(Q)$(say) [ -d $(@D) ] || mkdir -p $(@D);

# Some goals compile nothing.
building := $(filter-out clean help handout handout-pset texts count,$(or $(MAKECMDGOALS),all))
include make/toolchain.mk
memory_size := $(if $(MEMSIZE),-DMEMSIZE_PHYSICAL=$(shell printf 0x%x $$(($(megabytes) << 20))))
override CFLAGS += $(memory_size)
override HOSTCFLAGS += $(memory_size)
override CFLAGS += $(if $(MAXNPROC),-DMAXNPROC=$(MAXNPROC)) $(VARIANT_FLAGS)

LIB_SOURCES := $(wildcard lib/*.c)

objects = $(patsubst %,$(OBJ)/$(1)/%.o,$(basename $(2)))
LIB_OBJECTS := $(LIB_SOURCES:%.c=$(OBJ)/%.o)
KERNEL_OBJECTS := $(LIB_OBJECTS) $(call objects,kernel,$(KERNEL_SOURCES))
USER_LIB_OBJECTS := $(LIB_OBJECTS) $(call objects,user,user/u-lib.c)
BOOT_OBJECTS := $(call objects,boot,boot/bootsector.S boot/stage2.S boot/loader.S boot/load-kernel.c \
    boot/refuse.c) $(OBJ)/lib/string.o

include make/programs.mk

# The kernel and programs see the library, but not each other. The library sees neither.
LIB_FLAGS := -iquote lib
KERNEL_FLAGS += -DWEENSY_KERNEL -iquote lib $(KERNEL_INCLUDES:%=-iquote %) -I $(OBJ)
USER_FLAGS := -iquote lib -iquote user
BOOT_FLAGS := -iquote lib -I $(OBJ)

# Compiling

# Some things depend on what makefiles say. remember(FILE,TEXT,CHECK) rewrites a file when its text changes, so that
# make rebuilds what depends on the file. Before that, CHECK reports whatever is wrong with the text. (strip: GNU Make
# 4.3 sometimes reads the last end of line and sometimes does not.)
remember = $(eval $(1): ;)$(if $(building),$(call remember_text,$(1),$(strip $(2)),$(3)))
define remember_text
$(if $(and $(findstring |$(2)|,|$(strip $(file <$(1)))|),$(wildcard $(1))),,
    $(call $(3))$(shell mkdir -p $(dir $(1)))$(file >$(1),$(2)))
endef

# Everything depends on its compiler's flags,
FLAGS_FILE := $(OBJ)/flags
FLAGS_NOW := $(CC) $(CFLAGS) $(NO_PLACE) $(LD) $(LDFLAGS) $(OBJCOPY) $(HOSTCC) $(HOSTCFLAGS)
$(call remember,$(FLAGS_FILE),$(FLAGS_NOW),check_toolchain)
$(call remember,$(TAKEN_FILE),$(COMPILER) takes: $(TAKEN))
# linked files, through the linker scripts, on the list of objects and on the processes that programs become,
values = $(foreach name,$(sort $(filter $(1)_%,$(.VARIABLES))),$(name)=$($(name)))
in_folders = $(filter-out $(PROGRAMS:%=$(PROGRAMS_IN)/%.c),$(PROGRAM_SOURCES))
$(call remember,$(OBJ)/linked,$(KERNEL_OBJECTS) $(USER_LIB_OBJECTS) $(in_folders) $(call values,SLOT))
# and images on the list of programs and their commands.
$(call remember,$(OBJ)/images,$(PROGRAMS) $(KEYS) $(call values,COMMAND))

# One line of shell builds each file under another name and renames it when it is whole. So two makes can build the
# same file at once, and each can read what the other has built.
new = $@.$$$$
put = mv -f $(new) $@
put_too = mv -f $(new)$(1) $@$(1)

# compile_to FLAGS,SOURCE,OBJECT and link_to SCRIPT,OBJECTS,EXECUTABLE: the two steps. Checks take them on what students
# have written (checks.mk).
compile_to = $(CC) $(CFLAGS) $(1) -c $(2) -o $(3)
# EXECUTABLE.full has debugging information, for gdb. The image gets EXECUTABLE, without it, and EXECUTABLE.lines, which
# says which source lines the code comes from.
link_to = $(LD) $(LDFLAGS) -T $(1) $(2) -o $(3).full && $(OBJ)/tools/mklines $(3).full >$(3).lines \
    && $(OBJCOPY) --strip-debug $(3).full $(3)

define compile
$(call step,CC,$<) $(call compile_to,$(NO_PLACE) $(1) -MMD -MP -MT $@ -MF $(new).d.new,$<,$(new)) \
    && mv -f $(new).d.new $(@:.o=.d) && $(put)
endef

$(OBJ)/lib/%.o: lib/%.c $(FLAGS_FILE)
	$(call compile,$(LIB_FLAGS))
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
$(call step,OFFSETS,$@) $(CC) $(CFLAGS) $(1) -MMD -MP -MT $@ -MF $(new).d.new -S $< -o - \
    | sed -n 's/.*"#define \([A-Z_0-9a-z]*\) \$$*\(-*[0-9]*\)".*/#define \1 \2/p' >$(new) \
    && mv -f $(new).d.new $@.d && $(put)
endef
$(OBJ)/machine-offsets.h: kernel/machine/offsets.c $(FLAGS_FILE)
	$(call make-offsets,$(KERNEL_FLAGS))
$(OBJ)/boot-offsets.h: boot/offsets.c $(FLAGS_FILE)
	$(call make-offsets,$(BOOT_FLAGS))

# Linking

# make-link-script FLAGS: linker scripts read the same headers as C.
define make-link-script
$(call step,SCRIPT,$@) $(CC) $(CFLAGS) $(1) -E -P -x c -D__ASSEMBLER__ -iquote lib $< -o $(new) && $(put)
endef
$(OBJ)/%.ld: link/%.ld lib/memory-layout.h lib/boot-info.h $(FLAGS_FILE) $(OBJ)/linked $(OBJ)/tools/mklines
	$(call make-link-script)

define link
$(call step,LINK,$@) $(call link_to,$(1),$(filter %.o,$^),$(new)) && $(call put_too,.full) && $(call put_too,.lines) && $(put)
endef

$(OBJ)/kernel.elf: $(OBJ)/kernel.ld $(KERNEL_OBJECTS)
	$(call link,$<)

$(OBJ)/boot.bin: $(OBJ)/boot.ld $(BOOT_OBJECTS)
	$(call step,LINK,$@) $(LD) $(LDFLAGS) -T $< $(BOOT_OBJECTS) -o $(new).elf && $(OBJCOPY) -O binary $(new).elf $(new) \
	    && mv -f $(new).elf $(OBJ)/boot.elf && $(put)

# A firmware that starts the loader directly; `run --shortcut` uses it.
$(OBJ)/shortcut.elf: $(OBJ)/shortcut.ld $(OBJ)/boot/boot/shortcut.o $(OBJ)/boot.bin
	$(Q)$(LD) $(LDFLAGS) --just-symbols=$(OBJ)/boot.elf -T $< $(filter %.o,$^) -o $(new) && $(put)
$(OBJ)/shortcut.rom: $(OBJ)/shortcut.elf
	$(call step,LINK,$@) $(OBJCOPY) -O binary $< $(new) && $(put)

# Host tools

$(OBJ)/host/%.o: %.c $(FLAGS_FILE)
	$(call step,HOSTCC,$<) $(HOSTCC) $(TOOL_FLAGS) $(HOSTCFLAGS) -iquote tools/host -MMD -MP -MT $@ -MF $(new).d.new -c $< -o $(new) \
	    && mv -f $(new).d.new $(@:.o=.d) && $(put)

# A tool is made of its folder of tools/, and of what all share.
tool_objects = $(call objects,host,$(wildcard tools/host/*.c tools/$(1)/*.c))
$(OBJ)/tools/mkimage: $(call tool_objects,image)
$(OBJ)/tools/mklines: $(call tool_objects,lines)
$(OBJ)/tools/run: $(call tool_objects,run)
$(addprefix $(OBJ)/tools/,mkimage mklines run):
	$(call step,LINK,$@) $(HOSTCC) $^ -o $(new) && $(put)

# Disk images

IMAGE_CHECK := -p # check programs

define make-image
$(call step,IMAGE,$@) $(OBJ)/tools/mkimage $(IMAGE_CHECK) -o $@ -b $(OBJ)/boot.bin -c '$(1)' kernel=$(OBJ)/$(or $(IMAGE_KERNEL),$(KERNEL_OF_$(basename $(@F))),kernel.elf) \
    $(foreach program,$(2),$(notdir $(program))=$(program))
endef
# The command string of run target NAME (lib/command.h): what it starts, and what the keys do.
comma := ,
space := $() $()
starts = $(strip $(or $(COMMAND_$(1)),$(1)))
key_option = $(1)=$(subst $(space),$(comma),$(call starts,$(2)))
key_options = $(foreach key,$(KEYS),$(call key_option,$(word 1,$(subst :, ,$(key))),$(word 2,$(subst :, ,$(key)))))
command = $(strip $(call starts,$(1)) $(key_options))

IMAGE_PARTS := $(OBJ)/boot.bin $(OBJ)/kernel.elf $(PROGRAMS:%=$(OBJ)/user/%) $(OBJ)/images

$(TARGETS:%=$(OBJ)/%.img): $(OBJ)/%.img: $(IMAGE_PARTS) $(OBJ)/tools/mkimage
	$(call make-image,$(call command,$*),$(PROGRAMS:%=$(OBJ)/user/%))

include make/run.mk
include make/watch.mk

.DEFAULT:
	@echo "There is no target '$@', nor a rule to make it: 'make help' lists the targets" >&2; false

clean:
	$(Q)rm -rf $(OBJ)

.PHONY: all clean help

-include $(shell find $(OBJ) -name '*.d' 2>/dev/null)
