// first-store.c: counts the pages that stores take, and looks where they go.

#include "turns.h"

enum { PAGES = 9, CHILDS = 7 };
static char pages[PAGES][PAGESIZE] __attribute__((aligned(PAGESIZE)));

// Stores of several kinds to pages that are shared: after them, the process has CHILDS pages of its
// own.
static void
store_byte(void) {
    store(&pages[0][0], 1);
}

static void
store_last_byte(void) {
    store(&pages[1][PAGESIZE - 1], 1);
}

static void
store_across_pages(void) {
    *(volatile uint64_t *) &pages[2][PAGESIZE - 4] = 1;
}

static void
add_locked(void) {
    __atomic_fetch_add((int *) &pages[4][0x100], 1, __ATOMIC_SEQ_CST);
}

static void
store_string(void) {
    void *to = pages[5];
    size_t n = PAGESIZE + 1;
    __asm__ volatile("rep stosb" : "+D"(to), "+c"(n) : "a"(1) : "memory");
}

static const struct {
    void (*store)(void);
    const char *what;
    int cost;
} stores[] = {
    {store_byte, "a store of a byte", 1},
    {store_last_byte, "a store to the last byte of a page", 1},
    {store_across_pages, "a store across the end of a page", 2},
    {add_locked, "an addition in memory", 1},
    {store_string, "rep stosb across the end of a page", 2},
};

static void
require_cost(const char *who, const char *what, int seen, int expected) {
    require(8, seen == expected, "%s %s took %d pages, expected %d: %s", who, what, seen, expected,
            seen > expected ? "more was copied than necessary" : "less was copied than necessary");
}

// require_own(i, who)
//    The page is this process's alone: stores take nothing, and it stays where it is.
static void
require_own(int i, const char *who, const char *why) {
    uint64_t place = physical(pages[i]);
    int cost = cost_of_store(&pages[i][7], 2);
    require(8, cost == 0, "%s store to %p took %d pages, expected 0: %s", who, pages[i], cost, why);
    require(8, physical(pages[i]) == place,
            "%s store to %p went to a new page, at %#lx instead of %#lx: %s", who, pages[i],
            physical(pages[i]), place, why);
}

static void
in_the_child(void) {
    await(1);
    for (unsigned i = 0; i < ARRAY_SIZE(stores); ++i) {
        int before = (int) free_page_count();
        stores[i].store();
        require_cost("in the child,", stores[i].what, before - (int) free_page_count(),
                     stores[i].cost);
    }
    for (int i = 0; i < CHILDS; ++i) {
        require_own(i, "the child's second", "the page is its own already");
    }
    pass(2);
    await(3);
    for (int i = CHILDS; i < PAGES; ++i) {
        require_own(i, "the child's",
                    "it is the page's last owner, since its parent has copied it");
    }
}

static void
only_exit(void) {
    await(5);
}

void
process_main(void) {
    announce_fault(1, FAULT_GOES_ON);
    for (int i = 0; i < PAGES; ++i) {
        page_fill(pages[i], i);
    }
    pid_t child = in_child(in_the_child);
    sys_yield(); // it has a stack of its own now
    pass(1);
    await(2);
    for (int i = CHILDS; i < PAGES; ++i) {
        uint64_t shared_page = physical(pages[i]);
        require_cost("in the parent,", "a store of a byte", cost_of_store(&pages[i][0], 1), 1);
        require(8, physical(pages[i]) != shared_page,
                "after a store to %p, the page is still the shared one, at %#lx", pages[i],
                shared_page);
        require_own(i, "the parent's second", "the page is its own already");
    }
    for (int i = 0; i < CHILDS; ++i) {
        require_own(i, "the parent's",
                    "it is the page's last owner, since its child has copied it");
    }
    pass(3);
    await_end(child);

    child = in_child(only_exit);
    sys_yield();
    pass(5);
    await_end(child);
    for (int i = 0; i < PAGES; ++i) {
        require_own(i, "the parent's", "it is the page's last owner, since its child has exited");
    }
    trial_passed();
}
