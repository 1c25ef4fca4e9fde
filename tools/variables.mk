# variables.mk: what people give to make as NAME=VALUE. Whatever makes no sense ends make, with one line that
# says why.

ifneq ($(filter 3.% 4.0 4.1,$(MAKE_VERSION)),)
$(error This is GNU Make $(MAKE_VERSION); install 4.2 or newer)
endif

# OBJ: everything that is built goes there, and `make clean` removes it.
ifneq ($(words $(OBJ)),1)
$(error OBJ is to be one directory, without spaces in its name)
endif
ifneq ($(or $(findstring :,$(OBJ)),$(findstring %,$(OBJ)),$(findstring =,$(OBJ)),$(findstring ',$(OBJ))),)
$(error OBJ=$(OBJ): a name without any of : % = ' is needed)
endif
ifneq ($(and $(wildcard $(OBJ)/*),$(if $(wildcard $(OBJ)/flags),,mine)),)
$(error OBJ=$(OBJ) is a directory with other things in it; choose a new one)
endif

# Numbers
without_digits = $(subst 0,,$(subst 1,,$(subst 2,,$(subst 3,,$(subst 4,,$(subst 5,,$(subst 6,,$(subst 7,,$(subst \
    8,,$(subst 9,,$(1)))))))))))
check_number = $(if $(call without_digits,$($(1))),$(error $(1)=$($(1)): a number is needed, from 0 on))
$(foreach name,AUDIT TIMEOUT SEED SECONDS CALLS,$(call check_number,$(name)))

# One of some words
check_word = $(if $(filter-out 1,$(words $($(1))))$(filter-out $(2),$($(1))),$(if $($(1)),$(error \
    $(1)=$($(1)) is not one of: $(2))))
$(call check_word,DISK,ide ahci virtio nvme usb)
$(foreach name,D V,$(if $(filter command%,$(origin $(name))),$(call check_word,$(name),0 1)))
