# variables.mk: what people pass to make as NAME=VALUE. A value that makes no sense ends make with one line that says
# why.

ifneq ($(filter 3.% 4.0 4.1,$(MAKE_VERSION)),)
$(error This is GNU Make $(MAKE_VERSION); install 4.2 or newer)
endif

# OBJ: everything built goes there, and `make clean` removes it.
ifneq ($(words $(OBJ)),1)
$(error OBJ must be one directory, without spaces in its name)
endif
ifneq ($(or $(findstring :,$(OBJ)),$(findstring %,$(OBJ)),$(findstring =,$(OBJ)),$(findstring ',$(OBJ))),)
$(error OBJ=$(OBJ): choose a name without any of : % = ')
endif
ifneq ($(and $(filter-out $(OBJ)/section $(OBJ)/pset,$(wildcard $(OBJ)/*)),$(if $(wildcard $(OBJ)/flags),,mine)),)
$(error OBJ=$(OBJ) is a directory with other things in it; choose a new one)
endif

# Numbers
without_digits = $(subst 0,,$(subst 1,,$(subst 2,,$(subst 3,,$(subst 4,,$(subst 5,,$(subst 6,,$(subst 7,,$(subst \
    8,,$(subst 9,,$(1)))))))))))
check_number = $(if $(call without_digits,$($(1))),$(error $(1)=$($(1)): a number is needed, 0 or more))
$(foreach name,AUDIT TIMEOUT SEED SECONDS CALLS MAXNPROC EVENTS,$(call check_number,$(name)))

# A kernel for more memory and processes: MEMSIZE=64M MAXNPROC=256
megabytes := $(MEMSIZE:%M=%)
ifneq ($(MEMSIZE),)
ifneq ($(shell [ '$(megabytes)M' = '$(MEMSIZE)' ] && [ '$(megabytes)' -ge 2 ] && [ '$(megabytes)' -le 1024 ] 2>/dev/null && echo ok),ok)
$(error MEMSIZE=$(MEMSIZE): a number of megabytes is needed, from 2M to 1024M)
endif
endif
ifneq ($(MAXNPROC),)
ifneq ($(shell [ '$(MAXNPROC)' -ge 2 ] && [ '$(MAXNPROC)' -le 256 ] 2>/dev/null && echo ok),ok)
$(error MAXNPROC=$(MAXNPROC): a number of slots for processes is needed, from 2 to 256; slot 0 is never used)
endif
endif

# One of some words
check_word = $(if $(filter-out 1,$(words $($(1))))$(filter-out $(2),$($(1))),$(if $($(1)),$(error \
    $(1)=$($(1)) is not one of: $(2))))
$(call check_word,DISK,ide ahci virtio nvme usb)
$(foreach name,D V,$(if $(filter command%,$(origin $(name))),$(call check_word,$(name),0 1)))
