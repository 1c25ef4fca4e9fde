// generations.c: pages that are shared already are shared again, replaced, and given back.

#include "turns.h"

enum { PAGES = 3, SHARERS = 4 };
static char pages[PAGES][PAGESIZE] __attribute__((aligned(PAGESIZE)));

// write(who, cost)
//    Stores to each page; that takes `cost` pages for each.
static void
write(int who, int cost) {
    for (int i = 0; i < PAGES; ++i) {
        int sharers = refcount(pages[i]);
        int seen = cost_of_store(&pages[i][who], (char) who);
        require(8, seen == cost,
                "%p has %d owners; a store by process %d took %d pages, expected %d", pages[i],
                sharers, sys_getpid(), seen, cost);
    }
}

static void
require_only_own(int who) {
    for (int i = 0; i < PAGES; ++i) {
        for (int j = 0; j < SHARERS; ++j) {
            require(8, pages[i][j] == (j == who ? who : 'o'), "process %d finds %#x at %p; %s",
                    sys_getpid(), (unsigned char) pages[i][j], &pages[i][j],
                    j == who ? "it has stored something else there"
                             : "another process has stored that");
        }
    }
}

// Process 0 of the family has the children 1 and 3, and 1 has the child 2.
static void
member(int who) {
    if (who == 1) {
        pid_t child = sys_fork();
        require(8, child >= 0, "the child's own sys_fork returned %d", child);
        who = child == 0 ? 2 : 1;
    }
    sys_yield();
    shared->value[who] = sys_getpid(); // it has a stack of its own, and waits
    await(who);
    write(who, who == 1 || who == 0 ? 0 : 1);
    pass(who + 10);
    await(20);
    require_only_own(who);
}

static void
first_child(void) {
    member(1);
}

static void
second_child(void) {
    member(3);
}

static void
await_member(int who) {
    while (shared->value[who] == 0) {
        sys_yield();
    }
}

// In turn 2, 3, 0, 1: the first three copy, and the last one keeps the pages.
static void
four_sharers(void) {
    for (int i = 0; i < PAGES; ++i) {
        memset(pages[i], 'o', PAGESIZE);
    }
    (void) in_child(first_child);
    await_member(1);
    await_member(2);
    (void) in_child(second_child);
    await_member(3);
    for (int i = 0; i < PAGES; ++i) {
        require(8, refcount(pages[i]) == SHARERS,
                "%d processes share %p, and its page has count %d", SHARERS, pages[i],
                refcount(pages[i]));
    }
    for (int who = 2; who <= 3; ++who) {
        pass(who);
        await(who + 10);
    }
    write(0, 1);
    pass(1);
    await(11);
    pass(20);
    for (int who = 1; who < SHARERS; ++who) {
        await_end((pid_t) shared->value[who]);
    }
    require_only_own(0);
}

static void
replace(int i) {
    int r = sys_page_alloc(pages[i]);
    require(8, r == 0, "sys_page_alloc(%p), of a page that is shared, returned %d", pages[i], r);
    for (int j = 0; j < PAGESIZE; ++j) {
        require(8, pages[i][j] == 0, "after sys_page_alloc(%p), there is %#x at %p, not 0",
                pages[i], (unsigned char) pages[i][j], &pages[i][j]);
    }
}

// refuse(i)
//    In some variants of the problem set, sys_page_alloc does not replace a page.
static void
refuse(int i) {
    int r = sys_page_alloc(pages[i]);
    require(8, r < 0, "sys_page_alloc(%p), of a page that is there already, returned %d", pages[i],
            r);
    page_require(pages[i], i, "the child, after sys_page_alloc was refused,");
}

static void
replace_all(void) {
    int before = (int) free_page_count();
    for (int i = 0; i < PAGES; ++i) {
        if (VARIANT_REFUSES) {
            refuse(i);
        } else {
            replace(i);
        }
        store(&pages[i][1], 'n');
    }
    int cost = before - (int) free_page_count();
    require(8, cost == PAGES,
            "sys_page_alloc of %d pages that are shared, and a store to each, took %d pages", PAGES,
            cost);
    pass(1);
    await(2);
}

static void
a_child_replaces_them(void) {
    for (int i = 0; i < PAGES; ++i) {
        page_fill(pages[i], i);
    }
    pass(0);
    pid_t child = in_child(replace_all);
    await(1);
    for (int i = 0; i < PAGES; ++i) {
        page_require(pages[i], i, "the parent, after its child's sys_page_alloc,");
        int cost = cost_of_store(pages[i], 'x');
        require(8, cost == 0,
                "the child has another page at %p now; its parent is the last owner, and its store "
                "took %d pages",
                pages[i], cost);
    }
    pass(2);
    await_end(child);
}

void
process_main(void) {
    announce_fault(1, FAULT_GOES_ON);
    for (int i = 0; i < PAGES; ++i) {
        memset(pages[i], 'o', PAGESIZE); // none of them is shared
    }
    const unsigned before = free_page_count();
    four_sharers();
    require(8, free_page_count() == before,
            "all children have exited; %u pages are free, and before the first fork %u were",
            free_page_count(), before);
    a_child_replaces_them();
    require(8, free_page_count() == before,
            "a child has replaced pages and has exited; %u pages are free, and before %u were",
            free_page_count(), before);
    trial_passed();
}
