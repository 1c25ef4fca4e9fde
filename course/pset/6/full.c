// full.c: with no slot free, with no page free, and with neither, calls fail and change nothing; an
// exit makes room again. One child, the glutton, takes memory on behalf of its parent. Each process
// writes to its pages while there is memory, so that copy-on-write needs none later.

#include "family.h"

enum { MOST_CHILDREN = 60, SETTLING = 3, SPARE = 3, TABLE_PAGES = 5 };
enum { GOES, GROWS, LEFT }; // on the board: who exits; who takes pages, until how many are left

static pid_t children[MOST_CHILDREN];
static int nchildren;

// grow_until(left)
//    Takes pages until so many are left, or until there is none for this process.
static void
grow_until(unsigned left) {
    while (free_page_count() > left && heap_grow() != NULL) {
    }
}

static void never_returns
be_child(void) {
    for (;; sys_yield()) {
        const uint32_t self = (uint32_t) sys_getpid();
        if (board[GROWS] == self) {
            grow_until(board[LEFT]);
            board[GROWS] = 0;
        } else if (board[GOES] == self) {
            leave();
        }
    }
}

static void
settle(void) {
    for (int i = 0; i < SETTLING; ++i) {
        sys_yield();
    }
}

// require_unchanged(call, result, before)
//    A call has failed, and there are as many free pages as before.
static void
require_unchanged(const char *call, long result, unsigned before) {
    const unsigned after = free_page_count();
    require(6, result < 0, "%s returned %ld, with %u free pages and %d children: it should fail",
            call, result, before, nchildren);
    require(6, after == before, "%s returned %ld, and of %u free pages %u are left", call, result,
            before, after);
}

// fork_one()
//    Forks; false if that fails.
static bool
fork_one(void) {
    const unsigned before = free_page_count();
    trying("sys_fork with %d children and %u free pages", nchildren, before);
    const pid_t child = sys_fork();
    if (child == 0) {
        be_child();
    } else if (child < 0) {
        require_unchanged("sys_fork", child, before);
        return false;
    }
    require(5, nchildren < MOST_CHILDREN, "there are already %d children, and sys_fork returned %d",
            nchildren, child);
    children[nchildren++] = child;
    settle();
    return true;
}

static void
end_child(void) {
    const pid_t child = children[--nchildren];
    board[GOES] = (uint32_t) child;
    wait_for_exit(child);
    board[GOES] = 0;
}

static void
let_grow(pid_t glutton, unsigned left) {
    board[LEFT] = left;
    board[GROWS] = (uint32_t) glutton;
    for (int n = 0; board[GROWS] != 0; ++n) {
        require(4, n < MOST_YIELDS && process_state(glutton) == 1,
                "process %d takes pages with sys_page_alloc, and %s", glutton,
                process_state(glutton) == 1 ? "does not come to an end" : "can no longer run");
        sys_yield();
    }
}

// try_to_fork()
//    Tries it although there is no slot, or no memory.
static void
try_to_fork(void) {
    unsigned before = free_page_count();
    trying("sys_fork with %u free pages and %d children", before, nchildren);
    const pid_t child = sys_fork();
    if (child == 0) {
        be_child();
    }
    require_unchanged("sys_fork", child, before);
}

// fill_slots()
//    Forks until that fails, although there is memory. Returns what a child costs.
static unsigned
fill_slots(void) {
    const unsigned before = free_page_count();
    require(5, fork_one(), "sys_fork fails with %u free pages", before);
    const unsigned cost = before - free_page_count();
    while (fork_one()) {
    }
    require(6, free_page_count() >= cost,
            "after %d sys_fork there is no memory for another: of %u free pages, each took %u",
            nchildren, before, cost);
    return cost;
}

void
process_main(void) {
    const unsigned at_start = free_page_count();
    const unsigned cost = fill_slots();
    const int most = nchildren;
    end_child();
    require(6, fork_one(),
            "all slots were full, one of the children has exited, and sys_fork fails");
    require(6, !fork_one(), "there are %d processes more than at first, when sys_fork failed",
            nchildren - most);
    while (nchildren > 1) {
        end_child();
    }
    require_free(at_start - cost, "filling all slots, and the sys_exit of all children but one");

    // No slot and no page
    const pid_t glutton = children[0];
    let_grow(glutton, (unsigned) (most - 1) * (cost + VARIANT_STACK_PAGES - 1)
                          + SPARE); // step 9 promises pages of the stack
    while (fork_one()) {
    }
    require(6, nchildren == most, "there is memory for %d children, and sys_fork fails with %d",
            most, nchildren);
    let_grow(glutton, 0);
    try_to_fork();
    const unsigned before = free_page_count();
    trying("sys_page_alloc with %u free pages", before);
    require_unchanged("sys_page_alloc", sys_page_alloc((void *) (STACK_START - PAGESIZE)), before);
    end_child();
    require(6, fork_one(),
            "slots and memory were full, one of the children has exited, and sys_fork fails with "
            "%u free pages",
            free_page_count());
    end_child();

    // No page, or too few
    for (int left = TABLE_PAGES - 1; left >= 0; --left) {
        let_grow(glutton, (unsigned) left);
        try_to_fork();
    }
    end_child();
    trying("sys_page_alloc with %u free pages", free_page_count());
    require(6, sys_page_alloc((void *) (STACK_START - PAGESIZE)) == 0,
            "memory was full, a child has exited, and sys_page_alloc fails with "
            "%u free pages",
            free_page_count());
    while (nchildren > 0) {
        end_child();
    }
    require_free(at_start - 1, "all sys_fork and the children's sys_exit");
    trial_passed();
}
