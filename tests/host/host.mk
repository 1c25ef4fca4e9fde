# host.mk: the host tests. lib/ and kernel/vm/ are compiled for the host and linked with one program
# for each tests/host/*-test.c. The programs print TAP under CMOCKA_MESSAGE_OUTPUT=TAP.

HOST_OBJ := $(OBJ)/tests/host
HOST_TESTS := $(patsubst tests/host/%.c,$(HOST_OBJ)/%,$(wildcard tests/host/*-test.c))

# What is tested, and what the tests share; every test is linked with all of it.
HOST_TESTED := $(wildcard lib/*.c kernel/vm/*.c)
HOST_SHARED := $(filter-out %-test.c,$(wildcard tests/host/*.c))
HOST_PARTS := $(HOST_TESTED:%.c=$(HOST_OBJ)/%.o) $(HOST_SHARED:tests/host/%.c=$(HOST_OBJ)/%.o)

# tests/host comes first: its pte.h and direct-map.h stand in for the kernel's.
HOST_CFLAGS := -std=gnu11 -g -O1 -Wall -Wextra -MMD -MP \
	-iquote tests/host -iquote lib -iquote kernel/vm -iquote kernel

# Sanitizers, where the host compiler can link them.
HOST_SANITIZERS := $(HOST_OBJ)/sanitizers

$(HOST_SANITIZERS):
	$(Q)mkdir -p $(@D)
	$(Q)flags='-fsanitize=address,undefined -fno-sanitize-recover=all'; \
	echo 'int main(void) { return 0; }' | \
	if $(HOSTCC) $$flags -x c - -o $@-probe 2>/dev/null; then echo "$$flags"; fi >$@

$(HOST_TESTED:%.c=$(HOST_OBJ)/%.o): $(HOST_OBJ)/%.o: %.c $(HOST_SANITIZERS)
	$(call step,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) $(HOST_CFLAGS) @$(HOST_SANITIZERS) -include tests/host/rename.h -c -o $@ $<

$(HOST_SHARED:tests/host/%.c=$(HOST_OBJ)/%.o): $(HOST_OBJ)/%.o: tests/host/%.c $(HOST_SANITIZERS)
	$(call step,CC,$@)
	$(Q)$(HOSTCC) $(HOST_CFLAGS) @$(HOST_SANITIZERS) -c -o $@ $<

$(HOST_TESTS): %: %.o $(HOST_PARTS)
	$(call step,LD,$@)
	$(Q)$(HOSTCC) @$(HOST_SANITIZERS) -o $@ $^ -lcmocka

$(HOST_TESTS:%=%.o): $(HOST_OBJ)/%.o: tests/host/%.c $(HOST_SANITIZERS)
	$(call step,CC,$@)
	$(Q)$(HOSTCC) $(HOST_CFLAGS) @$(HOST_SANITIZERS) -c -o $@ $<

-include $(HOST_PARTS:.o=.d) $(HOST_TESTS:=.d)
