# toolchain.mk: which compiler, which flags, and why.

# The cross prefix: CROSS=..., or the first of these whose compiler is installed. On an x86-64 machine
# the native compiler will do.
ifndef CROSS
CROSS := $(shell for prefix in x86_64-elf- x86_64-linux-gnu-; do \
    command -v $${prefix}gcc >/dev/null 2>&1 && { echo $$prefix; break; }; done)
endif

ifeq ($(origin CC),default)
CC := $(CROSS)gcc
endif
LD := $(CROSS)ld
OBJCOPY := $(CROSS)objcopy
HOSTCC ?= cc
QEMU ?= qemu-system-x86_64

# Clang is always a cross compiler.
ifneq ($(findstring clang,$(CC)),)
TARGET_FLAGS := --target=x86_64-unknown-linux-gnu
endif

# check_toolchain: runs when the tools are new to this OBJ. If one is missing or unsuitable, it ends make with one line
# that says so.
GCC_MIN := 11
CLANG_MIN := 13
define ask_compiler
$(shell printf '#ifdef __x86_64__\n x86_64\n#else\n other\n#endif\n#ifdef __clang__\n Clang __clang_major__ \
\n#else\n GCC __GNUC__\n#endif\n' | $(CC) $(TARGET_FLAGS) -E -P -x c - 2>/dev/null)
endef
too_old = $(shell test $(1) -lt $(2) 2>/dev/null && echo too old)
define check_compiler
$(if $(filter 3,$(words $(1))),,$(error There is no working compiler '$(CC)'; ./setup.sh installs one))
$(if $(filter x86_64,$(1)),,$(error CC=$(CC) does not compile for x86-64; give CROSS=x86_64-linux-gnu- or \
    CC=clang, or let ./setup.sh install a cross compiler))
$(if $(call too_old,$(lastword $(1)),$(if $(filter Clang,$(1)),$(CLANG_MIN),$(GCC_MIN))),$(error CC=$(CC) is \
    $(wordlist 2,3,$(1)), which is too old; GCC $(GCC_MIN) or Clang $(CLANG_MIN) or newer is needed))
endef
define check_toolchain
$(call check_compiler,$(strip $(ask_compiler)))
$(if $(findstring elf_x86_64,$(shell $(LD) -V 2>/dev/null)),,$(error LD=$(LD) is not a GNU linker for x86-64; \
    ./setup.sh installs binutils))
$(if $(shell command -v $(OBJCOPY)),,$(error There is no OBJCOPY=$(OBJCOPY); ./setup.sh installs binutils))
$(if $(shell command -v $(firstword $(HOSTCC))),,$(error There is no HOSTCC=$(HOSTCC), which compiles the tools; \
    ./setup.sh installs one))
endef

# Flags that not every compiler accepts. make asks this one once, and remembers.
NOT_EVERYWHERE := --param=min-pagesize=0 -fno-tree-loop-distribute-patterns -fno-optimize-sibling-calls
COMPILER := $(strip $(CC) $(TARGET_FLAGS))
takes = $(shell $(COMPILER) -Werror $(1) -x c -c /dev/null -o /dev/null 2>/dev/null && echo $(1))
TAKEN_FILE := $(OBJ)/flags-taken
remembered := $(if $(building),$(strip $(file <$(TAKEN_FILE))))
TAKEN := $(if $(findstring |$(COMPILER) takes:,|$(remembered)),$(subst $(COMPILER) takes:,,$(remembered)),\
    $(if $(building),$(foreach flag,$(NOT_EVERYWHERE),$(call takes,$(flag)))))
if_taken = $(filter $(1),$(TAKEN))

# What everything here needs:
NEEDED := -ffreestanding            # no C library below us
NEEDED += -fno-pie                  # kernel and programs run where they are linked to run
NEEDED += -mno-red-zone             # an interrupt overwrites what lies below the stack pointer
NEEDED += -mgeneral-regs-only       # no floating point: CR0.EM is set
NEEDED += -fno-stack-protector      # that would need a thread-local guard value, which nothing sets up here
NEEDED += -fcf-protection=none      # no control-flow enforcement, nor notes about it
NEEDED += -fno-omit-frame-pointer   # backtraces follow frame pointers
NEEDED += -fno-asynchronous-unwind-tables # nothing unwinds
NEEDED += -fno-strict-aliasing      # pointers of many types refer to the same physical memory
NEEDED += $(call if_taken,--param=min-pagesize=0) # low addresses are memory here, not null pointers
NEEDED += $(call if_taken,-fno-tree-loop-distribute-patterns) # else strlen's loop becomes a call of strlen
NEEDED += $(call if_taken,-fno-optimize-sibling-calls) # backtraces name every caller

# Flags from the command line, as in CFLAGS=-O0, are added. The needed ones come after them and so win. That is what
# `override` is for.
added = $(if $(filter command%,$(origin $(1))),$($(1)))
override CFLAGS := $(TARGET_FLAGS) -std=gnu11 -O2 -g -Wall -Wextra $(call added,CFLAGS) $(NEEDED)
override HOSTCFLAGS := -std=gnu11 -Wall -Wextra $(call added,HOSTCFLAGS) -iquote lib
TOOL_FLAGS := -O0 # compiling them takes longer than running them
override LDFLAGS := $(call added,LDFLAGS) -nostdlib -static --build-id=none
override LDFLAGS += -z max-page-size=4096 # segments start on page boundaries, in the file, too
override LDFLAGS += -z noexecstack

# Nothing built says where it was built. The shell inserts the path, which may contain any character. gdb finds the
# sources from the directory that it starts in.
NO_PLACE := "-fdebug-prefix-map=$$PWD=."

ifeq ($(CI),true)
override CFLAGS += -Werror
override HOSTCFLAGS += -Werror
override LDFLAGS += --fatal-warnings
TOOL_FLAGS := -O1 # some warnings need it
endif
