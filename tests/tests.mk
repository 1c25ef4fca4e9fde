# tests.mk: what `make test` builds and runs.

include tests/host/host.mk

GUEST_TESTS := $(basename $(notdir $(wildcard tests/guest/test-*.c)))
GUEST_TEST_OBJECTS := $(call objects,user,tests/guest/test.c)
$(OBJ)/user/tests/guest/%.o: USER_FLAGS += -iquote tests/guest -iquote tests/kernel

# The kernel for tests: tests/kernel/ stands in for what kernel/core/extension.c leaves out.
KERNEL_OF_test := test-kernel.elf
$(OBJ)/kernel/tests/kernel/%.o: KERNEL_FLAGS += -iquote tests/kernel
$(OBJ)/test-kernel.elf: $(OBJ)/kernel.ld $(call objects,kernel,$(wildcard tests/kernel/*.c)) \
    $(filter-out %/extension.o,$(KERNEL_OBJECTS))
	$(call link,$<)

$(OBJ)/tests/guest/%: $(OBJ)/process.ld $(OBJ)/user/tests/guest/%.o $(GUEST_TEST_OBJECTS) \
    $(USER_LIB_OBJECTS)
	$(call link,$<)

# Malformed programs, each in its own way: files bad-*.
BAD_PROGRAMS := $(OBJ)/tests/bad-programs
$(BAD_PROGRAMS)/made: tests/guest/make-bad-programs.py $(OBJ)/user/hello
	$(call step,PYTHON,$<)
	@mkdir -p $(@D)
	$(Q)python3 $< $(@D) $(OBJ)/user/hello
	@touch $@

TEST_PROGRAMS := $(PROGRAMS:%=$(OBJ)/user/%) $(GUEST_TESTS:%=$(OBJ)/tests/guest/%) \
    $(OBJ)/tests/guest/fuzz
$(OBJ)/test.img: $(OBJ)/test-kernel.elf $(IMAGE_PARTS) $(TEST_PROGRAMS) $(BAD_PROGRAMS)/made $(OBJ)/tools/mkimage
	$(call make-image,hello,$(TEST_PROGRAMS)) \
	    $$(for f in $(BAD_PROGRAMS)/bad-*; do echo $${f##*/}=$$f; done)

# The guest tests run once more with audits: at every 31st return to user mode, or AUDIT=1 for every. The
# test of scheduling does not: its subject is time, and audits take some.
AUDITED := $(filter-out test-scheduling,$(GUEST_TESTS))

# The section: its checks are tried on solutions, and on right and wrong answers, some exercises at a time.
SECTION_TESTS := section/variants,H2 section/variants,F1.1,F1.2,F1.3,F1.4 section/variants,G1.1,G1.2,G1.3 \
    section/variants,E1,E2,E3,E4 section/variants,B1,B2,B3,B4,B5,C1 \
    section/variants,A1,A2,A3,A4,A5,A6,A7,D1,D2,D3,D4,D5,H1.1,H1.2,H1.3 \
    $(patsubst section/checks/%.py,section/%,$(wildcard section/checks/*-test.py))

# What the section's tests stand on is made by its own makefile.
.PHONY: section
section: all
	$(Q)$(MAKE) --no-print-directory -f section/section.mk OBJ=$(OBJ)/section all $(OBJ)/section/settings

# TESTS="..." chooses some of them. The longest come first.
TESTS ?= fuzz,1,2,25000 fuzz,3,2,25000 $(SECTION_TESTS) $(AUDITED:%=guest/%,audit=$(or $(AUDIT),31)) $(GUEST_TESTS:%=guest/%) \
    $(notdir $(sort $(wildcard tests/*-test.sh))) $(HOST_TESTS:$(OBJ)/tests/%=%)

test: all section $(HOST_TESTS) $(OBJ)/test.img
	$(Q)tests/run $(OBJ) $(TESTS)

# make fuzz SEED=1 SECONDS=60: random system calls, for that long, from that seed on.
FUZZ = $(Q)python3 tests/fuzz.py --obj $(OBJ) $(if $(CALLS),--calls $(CALLS)) $(if $(AUDIT),--audit $(AUDIT))
fuzz: $(OBJ)/test.img $(RUN)
	$(FUZZ) --seed $(or $(SEED),1) $(if $(SECONDS),--seconds $(SECONDS),--seeds 1)
.PHONY: fuzz
