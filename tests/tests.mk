# tests.mk: what `make test` builds and runs.

include tests/host/host.mk
include tests/fuzz/fuzz.mk
include tests/proofs/proofs.mk

GUEST_TESTS := $(basename $(notdir $(wildcard tests/guest/test-*.c)))
GUEST_TEST_OBJECTS := $(call objects,user,tests/guest/test.c)
$(OBJ)/user/tests/guest/%.o: USER_FLAGS += -iquote tests/guest -iquote tests/kernel

# The kernel for tests: tests/kernel/ provides what kernel/core/extension.c leaves out, and replaces functions that tests
# want to fail or to be careless (replaces.h). It is linked last, right after the task-state segment, whose map of I/O
# ports must be in the 64 KiB after it (without.c).
KERNEL_OF_test := test-kernel.elf
REPLACED := kalloc schedule end_run syscall exception exception_return slice_is_over process_find_slot program_find copy_string_from_user \
    copy_from_user copy_to_user user_readable user_writable user_own_pages last_words_show address_space_alloc address_space_copy vmiter_try_map
$(OBJ)/kernel/tests/kernel/%.o: KERNEL_FLAGS += -iquote tests/kernel
$(OBJ)/test-kernel.elf: override LDFLAGS += $(REPLACED:%=--wrap=%)
$(OBJ)/test-kernel.elf: $(OBJ)/kernel.ld $(filter-out %/extension.o %/segments.o,$(KERNEL_OBJECTS)) \
    $(filter %/segments.o,$(KERNEL_OBJECTS)) $(call objects,kernel,$(wildcard tests/kernel/*.c))
	$(call link,$<)

$(OBJ)/tests/guest/%: $(OBJ)/process.ld $(OBJ)/user/tests/guest/%.o $(GUEST_TEST_OBJECTS) \
    $(USER_LIB_OBJECTS)
	$(call link,$<)

# It tries the hostile acts of user/attack/ in another way.
$(OBJ)/tests/guest/protections: $(filter-out %/attack.o %/main.o,$(call objects,user,$(call sources_of,attack)))

# Programs that are each malformed in their own way: files bad-*.
BAD_PROGRAMS := $(OBJ)/tests/bad-programs
$(BAD_PROGRAMS)/made: tests/guest/make-bad-programs.py $(OBJ)/user/hello
	$(call step,PYTHON,$<) python3 $< $(@D) $(OBJ)/user/hello
	@touch $@

TEST_PROGRAMS := $(PROGRAMS:%=$(OBJ)/user/%) $(GUEST_TESTS:%=$(OBJ)/tests/guest/%) \
    $(addprefix $(OBJ)/tests/guest/,faults fuzz lines planted protections)
$(call remember,$(OBJ)/tests/programs,$(TEST_PROGRAMS))
$(OBJ)/test.img: IMAGE_CHECK := # accepts malformed programs
$(OBJ)/test.img: $(OBJ)/test-kernel.elf $(IMAGE_PARTS) $(TEST_PROGRAMS) $(OBJ)/tests/programs $(BAD_PROGRAMS)/made $(OBJ)/tools/mkimage
	$(call make-image,hello,$(TEST_PROGRAMS)) \
	    $$(for f in $(BAD_PROGRAMS)/bad-*; do echo $${f##*/}=$$f; done)

# Programs that keep the kernel busy, for bench/longest.py.
BUSY_PROGRAMS := $(addprefix $(OBJ)/user/,attack hello) $(addprefix $(OBJ)/tests/guest/,fuzz hostile)
$(OBJ)/busy.img: IMAGE_CHECK :=
KERNEL_OF_busy := test-kernel.elf
$(OBJ)/busy.img: $(OBJ)/test-kernel.elf $(OBJ)/boot.bin $(BUSY_PROGRAMS) $(BAD_PROGRAMS)/made $(OBJ)/tools/mkimage
	$(call make-image,hostile,$(BUSY_PROGRAMS) $(addprefix $(BAD_PROGRAMS)/,bad-segments-many large))

# The guest tests run once more with audits at every 31st return to user mode, or at every one with AUDIT=1. The test of
# scheduling does not, since audits take time, which it measures. Nor does that of start-up, which starts the kernel some
# hundred times and makes its own audits.
AUDITED := $(filter-out test-scheduling test-start-up,$(GUEST_TESTS))

# The section: tests try its checks on solutions, and on right and wrong answers, some exercises at a time.
VARIANTS := H2 F1.1,F1.2,F1.3,F1.4 G1.1,G1.2,G1.3 E1,E2,E3,E4 B1,B2,B3,B4,B5,C1 \
    A1,A2,A3,A4,A5,A6,A7,D1,D2,D3,D4,D5,H1.1,H1.2,H1.3
VARIANTS_TESTS := $(VARIANTS:%=section/variants-test.py$(comma)%)

PSET_VARIANTS_TESTS := $(addprefix pset/variants-test.py$(comma),6,7 5,8 3,4 1,2,9)

# Images that more than one test boots. (Then their makes do not build the same one at the same time.)
STRACED := allocators eve fork hello pipe spawn
STRACED_IN_SECTION := pipe spawn
TRACED := fork forkexit hello pipe
TRACED_IN_SECTION := friends hello spawn

# The section's makefile builds what its tests need.
.PHONY: section
section: all
	$(Q)$(MAKE) --no-print-directory -f make/section.mk OBJ=$(OBJ)/section all $(OBJ)/section/settings \
	    $(STRACED_IN_SECTION:%=$(OBJ)/section/strace/%.img) \
	    $(TRACED_IN_SECTION:%=$(OBJ)/section/trace/%.img) $(OBJ)/section/tools/trace.so

.PHONY: pset
pset: all
	$(Q)$(MAKE) --no-print-directory -f make/pset.mk OBJ=$(OBJ)/pset all $(OBJ)/pset/settings

# TESTS="..." chooses some of them. The longest come first.
FUZZED := fuzz/system-calls.py,--jobs,1,--seeds,1,--calls,25000,--seed
LONG_SCRIPTS := boot/protections-test.py $(addprefix trace/,page-test.py runs-test.py mistakes-test.py) \
    section/checks-test.sh section/handout-test.sh boot/keys-test.sh tools/replay-gdb-test.sh
SCRIPTS := $(patsubst tests/%,%,$(sort $(wildcard tests/*/*-test.sh tests/*/*-test.py)))
TESTS ?= $(FUZZED),1 $(FUZZED),2 $(LONG_SCRIPTS) $(VARIANTS_TESTS) $(PSET_VARIANTS_TESTS) $(filter-out %/variants-test.py,$(filter section/%.py pset/%.py,$(SCRIPTS))) \
    $(AUDITED:%=guest/%,audit=$(or $(AUDIT),31)) $(GUEST_TESTS:%=guest/%) \
    $(filter-out $(LONG_SCRIPTS) section/%.py pset/%.py,$(SCRIPTS)) $(HOST_TESTS:$(OBJ)/tests/%=%)

# First, make builds everything that tests need, with several compilers at once unless -j says how many.
in_parallel = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc))
test:
	$(Q)$(MAKE) --no-print-directory $(in_parallel) what-tests-need
	$(Q)tests/run $(OBJ) $(TESTS)
what-tests-need: all section pset $(OBJ)/settings $(HOST_TESTS) $(FUZZ_PROGRAMS) $(OBJ)/test.img $(OBJ)/bench.img \
    $(OBJ)/busy.img $(OBJ)/tools/entries.so \
    $(STRACED:%=$(OBJ)/strace/%.img) $(TRACED:%=$(OBJ)/trace/%.img) $(OBJ)/tools/trace.so
.PHONY: what-tests-need

# make test-places: the suite in places where its result must be the same. PLACES="quotes umask" chooses words of
# tests/places/words.sh, or distributions of roots.sh, whose fresh systems PLACES_CACHE keeps.
PLACES ?= bookworm trixie noble short+posix+dumb+zone+terminal quotes+user+homeless+utf8+temporary \
    long+umask+onecore busy
test-places:
	$(Q)tests/places/run $(OBJ) $(PLACES)
.PHONY: test-places

# Long targets, which make test-all makes after test, one after another.
TEST_ALL += test-traces test-pset test-host-long fuzz-host prove bench-scale matrix test-places
test-all: test
	$(Q)for target in $(TEST_ALL); do $(MAKE) --no-print-directory $$target || exit 1; done
.PHONY: test-all

# Traces, with more targets, mistakes and frames than in make test.
test-traces: what-tests-need
	$(Q)tests/run $(OBJ) trace/runs-test.py,--all trace/mistakes-test.py,--all trace/page-test.py,--all
.PHONY: test-traces

# The problem set: every step passes in every later state, too.
test-pset: what-tests-need
	$(Q)tests/run $(OBJ) pset/steps-test.py,--all
.PHONY: test-pset

# make matrix: machines, processors, disks, memory sizes, compilers. ROWS="Bochs clang" chooses some.
matrix: all $(OBJ)/test.img
	$(Q)QEMU='$(QEMU)' python3 tests/boot/matrix.py $(OBJ) $(ROWS)
.PHONY: matrix

# make count: the size of both kernels.
count:
	$(Q)PYTHONPATH=tests python3 tests/build/size-test.py
.PHONY: count

# make fuzz SEED=1 SECONDS=60: random system calls, for that long, from that seed on.
FUZZ = $(Q)OBJ=$(OBJ) PYTHONPATH=tests python3 tests/fuzz/system-calls.py $(if $(CALLS),--calls $(CALLS)) $(if $(AUDIT),--audit $(AUDIT))
fuzz: $(OBJ)/test.img $(RUN)
	$(FUZZ) --seed $(or $(SEED),1) $(if $(SECONDS),--seconds $(SECONDS),--seeds 1)
.PHONY: fuzz
