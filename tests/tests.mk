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

# TESTS="..." chooses some of them.
TESTS ?= $(HOST_TESTS:$(OBJ)/tests/%=%) $(GUEST_TESTS:%=guest/%) $(GUEST_TESTS:%=guest/%,audit=1) \
    $(notdir $(sort $(wildcard tests/*-test.sh)))

test: all $(HOST_TESTS) $(OBJ)/test.img
	$(Q)tests/run $(OBJ) $(TESTS)
