# fuzz.mk: fuzzing on the host: a program for each target NAME of tests/fuzz, built with Clang's libFuzzer
# and sanitizers. Without a Clang with libFuzzer, the programs are empty files.
#     make fuzz-host SECONDS=60    runs each for 60 seconds, and keeps what it has learned in FUZZ_CORPUS

FUZZ_OBJ := $(OBJ)/tests/fuzz
FUZZ_TARGETS := vmiter program console
FUZZ_PROGRAMS := $(FUZZ_TARGETS:%=$(FUZZ_OBJ)/%-fuzz)
FUZZ_CORPUS ?= $(FUZZ_OBJ)/corpus
FUZZ_CC ?= $(firstword $(shell for c in clang clang-19 clang-18 clang-17 clang-16 clang-15 clang-14; do \
    command -v $$c; done))

# The code under test, and the parts of the host tests that the targets use.
FUZZ_TESTED := $(HOST_TESTED:$(HOST_OBJ)/%=$(FUZZ_OBJ)/%)
FUZZ_SHARED := $(filter-out %/time-limit.o,$(HOST_SHARED:$(HOST_OBJ)/%=$(FUZZ_OBJ)/tests/host/%)) \
    $(FUZZ_OBJ)/tests/fuzz/fuzz.o

FUZZ_FLAGS := -std=gnu11 -O1 -g -Wall -Wextra -DWEENSY_KERNEL -iquote tests/host -iquote lib -iquote kernel/vm \
    -iquote kernel -iquote kernel/core -iquote kernel/machine
FUZZ_SANITIZERS := $(FUZZ_OBJ)/sanitizers

# A file of flags; empty if there is no libFuzzer.
$(FUZZ_SANITIZERS): $(FLAGS_FILE)
	@mkdir -p $(@D)
	$(Q)flags='address,undefined -fno-sanitize-recover=all'; \
	echo 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void) { return 0; }' \
	| if [ -n "$(FUZZ_CC)" ] && $(FUZZ_CC) -fsanitize=fuzzer,$$flags -x c - -o $@-probe 2>/dev/null; \
	then echo "$$flags"; fi >$@

define compile-for-fuzzing
@mkdir -p $(@D)
$(Q)if [ -s $(FUZZ_SANITIZERS) ]; then [ '$(V)' = 1 ] || printf '  %-8s%s\n' FUZZCC $<; \
    $(FUZZ_CC) $(FUZZ_FLAGS) -fsanitize=fuzzer-no-link,$$(cat $(FUZZ_SANITIZERS)) $(1) -MMD -MP -c $< -o $@; \
else : >$@; fi
endef
$(FUZZ_TESTED) $(FUZZ_OBJ)/kernel/core/program.o: $(FUZZ_OBJ)/%.o: %.c $(FUZZ_SANITIZERS)
	$(call compile-for-fuzzing,-include tests/host/rename.h)
$(FUZZ_SHARED) $(FUZZ_TARGETS:%=$(FUZZ_OBJ)/tests/fuzz/%.o): $(FUZZ_OBJ)/%.o: %.c $(FUZZ_SANITIZERS)
	$(call compile-for-fuzzing)
$(FUZZ_PROGRAMS): $(FUZZ_OBJ)/%-fuzz: $(FUZZ_OBJ)/tests/fuzz/%.o $(FUZZ_SHARED) $(FUZZ_TESTED)
	$(Q)if [ -s $(FUZZ_SANITIZERS) ]; then [ '$(V)' = 1 ] || printf '  %-8s%s\n' LINK $@; \
	    $(FUZZ_CC) -fsanitize=fuzzer,$$(cat $(FUZZ_SANITIZERS)) $^ -lcmocka -o $@; \
	else : >$@; fi
$(FUZZ_OBJ)/program-fuzz: $(FUZZ_OBJ)/kernel/core/program.o

fuzz-host: $(FUZZ_PROGRAMS)
	$(Q)tests/fuzz/run $(FUZZ_OBJ) $(FUZZ_CORPUS) $(or $(SECONDS),60) $(FUZZ_TARGETS)

.PHONY: fuzz-host
