// readonly.c: code and constants can only be read, data can be written, before and after a fork. A
// store to a constant ends the process that makes it, and no other.

#include "constants.h"

enum { PAGES = 3 };
const uint32_t constants[PAGES * WORDS_OF_PAGE]
    __attribute__((aligned(PAGESIZE))) = {PAGE_OF(0), PAGE_OF(1), PAGE_OF(2)};
static volatile char data[2 * PAGESIZE] = {1}, bss[2 * PAGESIZE];

static void
require_permissions(const char *when) {
    for (uintptr_t addr = next_page(PROC_START_ADDR); addr < (uintptr_t) data_start;
         addr = next_page(addr + PAGESIZE)) {
        require(
            0, !is_writable(addr),
            "%s, process %d can write to the page at %#lx, which is in its code or its constants",
            when, sys_getpid(), addr);
        require(0, is_refused(PROBE_WRITE, addr),
                "%s, process %d can store to %#lx, which is in its code or its constants", when,
                sys_getpid(), addr);
    }
}

// require_stores()
//    Writes to data, and to the stack all the time.
static void
require_stores(const char *when) {
    volatile char *const places[] = {data, data + sizeof(data) - 1, bss, bss + sizeof(bss) - 1};
    for (unsigned i = 0; i < ARRAY_SIZE(places); ++i) {
        trying("a store to %p, which is in the data of process %d", places[i], sys_getpid());
        *places[i] = 61;
        require(0, *places[i] == 61, "%s, process %d has stored 61 to %p, and finds %d there", when,
                sys_getpid(), places[i], *places[i]);
    }
}

// store_in_child(addr, what)
//    A child stores to `addr`, which is in its `what`, and faults.
static void
store_in_child(uintptr_t addr, const char *what) {
    trying("a store to %#lx, which is in a child's %s", addr, what);
    const pid_t child = fork_here();
    if (child == 0) {
        *(volatile char *) addr = 0;
        trial_wrong(0, "process %d has stored to %#lx, which is in its %s", sys_getpid(), addr,
                    what);
    }
    for (int n = 0; process_state(child) == 1 && n < MOST_YIELDS; ++n) {
        sys_yield();
    }
    const int state = process_state(child);
    require(0, state == 2,
            "process %d has stored to %#lx, which is in its %s, and %s: the fault should end it",
            child, addr, what, state == 0 ? "its slot is free" : "still runs");
}

void
process_main(void) {
    const uintptr_t open[] = {(uintptr_t) data, (uintptr_t) bss, (uintptr_t) end - 1,
                              (uintptr_t) stack_page};
    for (unsigned i = 0; i < ARRAY_SIZE(open); ++i) {
        require(0, !is_refused(PROBE_WRITE, open[i]),
                "a process cannot store to %#lx, which is in its %s", open[i],
                open[i] == (uintptr_t) stack_page ? "stack" : "data");
    }
    require_permissions("at its start");
    require_stores("at its start");
    for (int i = 0; i < PAGES; ++i) {
        require_constants(i, "at its start");
    }
    const pid_t child = fork_here();
    if (child == 0) {
        require_permissions("after sys_fork");
        require_stores("after sys_fork");
        leave();
    }
    require_permissions("after sys_fork");
    require_stores("after sys_fork");
    wait_for_exit(child);
    store_in_child((uintptr_t) constants, "constants");
    store_in_child((uintptr_t) constants + PAGES * PAGESIZE - 1, "constants");
    store_in_child((uintptr_t) process_main, "code");
    for (int i = 0; i < PAGES; ++i) {
        require_constants(i, "after stores of its children");
    }
    trial_passed();
}
