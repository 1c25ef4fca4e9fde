// apart.c: after fork, what one writes the others do not see: a parent, its child, and the child's
// child, on their data, heap and stack, and beyond 0x200000. The same for pages that one of them
// allocates.

#include "shared.h"

enum { PROCESSES = 3 };

static int data = 5, bss;
static char *const heap[] = {(char *) 0x130000, (char *) 0x1FF000, (char *) 0x200000,
                             (char *) 0x270000},
                   *const spare = (char *) 0x150000;

// Parent, child, and the child's child have the roles 1, 2, 3, whatever their numbers are.
static int role = 1;

static const char *
name_of(int of) {
    static const char *const names[] = {"the parent", "the child", "the child's child"};
    return names[of - 1];
}

// meet(place)
//    Waits until all three have come here.
static void
meet(unsigned place) {
    shared->at[role] = (uint8_t) place;
    for (int other = 1; other <= PROCESSES; ++other) {
        for (uint64_t start = ticks; shared->at[other] < place;) {
            require(5, ticks < start + PATIENCE,
                    "after sys_fork, %s waits for %s, which does not go on", name_of(role),
                    name_of(other));
            sys_yield();
        }
    }
}

#define LOOK(variable, expected, what)                                                             \
    require(5, (variable) == (expected),                                                           \
            "%s wrote %d to %p, in its %s, and finds %d there after others have written at that "  \
            "address",                                                                             \
            name_of(role), (expected), (void *) &(variable), (what), (variable))

static void never_returns
live(void) {
    volatile int local = 0;
    for (int round = 1; round <= 6; ++round) {
        const int value = 100 * role + round;
        data = bss = local = value;
        for (unsigned i = 0; i < ARRAY_SIZE(heap); ++i) {
            *(volatile int *) heap[i] = value;
        }
        meet(2 * round);
        LOOK(data, value, "data");
        LOOK(bss, value, "data");
        LOOK(local, value, "stack");
        for (unsigned i = 0; i < ARRAY_SIZE(heap); ++i) {
            LOOK(*(volatile int *) heap[i], value, "heap");
        }
        // In turn each has a page of its own, in place of one that all have, and where none has
        // one.
        bool my_turn = round % PROCESSES + 1 == role;
        if (my_turn) {
            require(5, VARIANT_REFUSES || sys_page_alloc(heap[round % 4]) == 0,
                    "after sys_fork, %s gets no page in place of another", name_of(role));
            require(5, round > PROCESSES || sys_page_alloc(spare + role * PAGESIZE) == 0,
                    "after sys_fork, %s gets no page", name_of(role));
        }
        meet(2 * round + 1);
        for (unsigned i = 0; i < ARRAY_SIZE(heap); ++i) {
            int expected = my_turn && !VARIANT_REFUSES && i == (unsigned) round % 4 ? 0 : value;
            LOOK(*(volatile int *) heap[i], expected, "heap");
        }
        for (int other = 1; other <= PROCESSES; ++other) {
            require(5,
                    other == role || is_refused(PROBE_READ, (uintptr_t) (spare + other * PAGESIZE)),
                    "%s got a page at %p, and %s can read there", name_of(other),
                    spare + other * PAGESIZE, name_of(role));
        }
    }
    meet(20);
    trial_passed();
}

void
process_main(void) {
    for (unsigned i = 0; i < ARRAY_SIZE(heap); ++i) {
        require(4, sys_page_alloc(heap[i]) == 0, "sys_page_alloc(%p) fails", heap[i]);
    }
    for (int generation = 1; generation < PROCESSES; ++generation) {
        trying("sys_fork of process %d", sys_getpid());
        pid_t child = sys_fork();
        require(5, child >= 0, "sys_fork returned %d to %s; slots are free, and %u pages", child,
                name_of(role), free_page_count());
        if (child > 0) {
            live();
        }
        ++role;
    }
    live();
}
