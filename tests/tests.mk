# tests.mk: what `make test` builds and runs.

include tests/host/host.mk

GUEST_TESTS := $(basename $(notdir $(wildcard tests/guest/test-*.c)))
GUEST_TEST_OBJECTS := $(call objects,user,tests/guest/test.c)
$(OBJ)/user/tests/guest/%.o: USER_FLAGS += -iquote tests/guest

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

TEST_PROGRAMS := $(PROGRAMS:%=$(OBJ)/user/%) $(GUEST_TESTS:%=$(OBJ)/tests/guest/%)
$(OBJ)/test.img: $(IMAGE_PARTS) $(TEST_PROGRAMS) $(BAD_PROGRAMS)/made $(OBJ)/tools/mkimage
	$(call make-image,hello,$(TEST_PROGRAMS)) \
	    $$(for f in $(BAD_PROGRAMS)/bad-*; do echo $${f##*/}=$$f; done)

# The guest tests run once more with audits: at every 31st return to user mode, or AUDIT=1 for every. The
# test of scheduling does not: its subject is time, and audits take some.
AUDITED := $(filter-out test-scheduling,$(GUEST_TESTS))

# TESTS="..." chooses some of them. The longest come first.
TESTS ?= $(AUDITED:%=guest/%,audit=$(or $(AUDIT),31)) $(GUEST_TESTS:%=guest/%) \
    $(notdir $(sort $(wildcard tests/*-test.sh))) $(HOST_TESTS:$(OBJ)/tests/%=%)

test: all $(HOST_TESTS) $(OBJ)/test.img
	$(Q)tests/run $(OBJ) $(TESTS)
