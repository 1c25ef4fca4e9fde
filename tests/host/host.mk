# host.mk: the host tests. The build compiles lib/ and kernel/vm/ for the host and links them with one
# program for each tests/host/*-test.c. The programs print TAP under CMOCKA_MESSAGE_OUTPUT=TAP.

HOST_OBJ := $(OBJ)/tests/host
HOST_TESTS := $(patsubst tests/host/%.c,$(HOST_OBJ)/%,$(wildcard tests/host/*-test.c))

# The code under test, and what the tests share; every test is linked with all of it.
HOST_TESTED := $(patsubst %.c,$(HOST_OBJ)/%.o,$(wildcard lib/*.c kernel/vm/*.c))
HOST_SHARED := $(patsubst tests/host/%.c,$(HOST_OBJ)/%.o, \
    $(filter-out %-test.c,$(wildcard tests/host/*.c)))

# The pte.h and direct-map.h of tests/host stand in for the kernel's.
HOST_TEST_FLAGS := -O1 -g $(HOSTCFLAGS) -DWEENSY_KERNEL -iquote tests/host -iquote lib -iquote kernel/vm -iquote kernel

# Sanitizers, if the host compiler can link them: a file of flags, which may be empty.
HOST_SANITIZERS := $(HOST_OBJ)/sanitizers

$(HOST_SANITIZERS): $(FLAGS_FILE)
	@mkdir -p $(@D)
	$(Q)flags='-fsanitize=address,undefined -fno-sanitize-recover=all'; \
	echo 'int main(void) { return 0; }' \
	| if $(HOSTCC) $$flags -x c - -o $@-probe 2>/dev/null; then echo "$$flags"; fi >$@

define compile-for-host
$(call step,HOSTCC,$<) $(HOSTCC) $(HOST_TEST_FLAGS) @$(HOST_SANITIZERS) $(1) -MMD -MP -c $< -o $@
endef

$(HOST_TESTED): $(HOST_OBJ)/%.o: %.c $(HOST_SANITIZERS)
	$(call compile-for-host,-include tests/host/rename.h)
$(HOST_SHARED) $(HOST_TESTS:=.o): $(HOST_OBJ)/%.o: tests/host/%.c $(HOST_SANITIZERS)
	$(call compile-for-host)
$(HOST_TESTS): %: %.o $(HOST_SHARED) $(HOST_TESTED)
	$(call step,LINK,$@) $(HOSTCC) @$(HOST_SANITIZERS) $^ -lcmocka -o $@

# Parts of host tools under test.
$(addprefix $(HOST_OBJ)/,json-test.o monitor-test.o): HOST_TEST_FLAGS += -iquote tools/run
$(HOST_OBJ)/json-test: $(HOST_OBJ)/tools/run/json.o
$(HOST_OBJ)/monitor-test: $(patsubst %,$(HOST_OBJ)/tools/run/%.o,monitor heartbeat json)
$(HOST_OBJ)/tools/%.o: tools/%.c $(HOST_SANITIZERS)
	$(call compile-for-host)

# Longer runs: millions of random operations and formats, from some seeds.
HOST_SEEDS := 1 2 3 4
test-host-long: $(HOST_TESTS)
	$(Q)for seed in $(HOST_SEEDS); do \
	    echo "  seed $$seed:"; \
	    HOST_TEST_SECONDS=600 VMITER_SEED=$$seed VMITER_OPERATIONS=5000000 $(HOST_OBJ)/vmiter-model-test && \
	    HOST_TEST_SECONDS=600 PRINTF_SEED=$$seed PRINTF_FORMATS=5000000 $(HOST_OBJ)/printf-random-test || exit 1; \
	done

.PHONY: test-host-long
