// kept.c: three processes share pages. Then all memory is taken, by sys_page_alloc and by sys_fork,
// and each of the three stores to every page.

#include "turns.h"

enum { PAGES = 8, SHARERS = 3 };
static char pages[PAGES][PAGESIZE] __attribute__((aligned(PAGESIZE)));

// One after another stores to these pages; the last one of each is an owner alone by then.
static const struct {
    int who, first, last;
} stores[] = {{1, 0, 2}, {0, 1, 4}, {2, 0, 7}, {1, 3, 5}, {0, 5, 7}, {1, 6, 7}, {0, 0, 0}};

static void
store_in_turn(int who) {
    for (int turn = 0; turn < (int) ARRAY_SIZE(stores); ++turn) {
        if (stores[turn].who == who) {
            await(turn + 1);
            for (int i = stores[turn].first; i <= stores[turn].last; ++i) {
                page_fill(pages[i], who * PAGES + i);
            }
            pass(turn + 2);
        }
    }
    await(ARRAY_SIZE(stores) + 1);
    static const char *const names[] = {"the parent", "the first child", "the second child"};
    for (int i = 0; i < PAGES; ++i) {
        page_require(pages[i], who * PAGES + i, names[who]);
    }
}

static void
first_child(void) {
    store_in_turn(1);
}

static void
second_child(void) {
    store_in_turn(2);
}

static void
exit_at_once(void) {}

// last_owner()
//    Is the last owner of pages that are still marked as shared, and exits. Nothing is promised for
//    those.
static void
last_owner(void) {
    for (int i = 0; i < PAGES; ++i) {
        store(pages[i], 'l');
    }
    await_end(in_child(exit_at_once));
}

void
process_main(void) {
    announce_fault(1, FAULT_GOES_ON);
    for (int i = 0; i < PAGES; ++i) {
        page_fill(pages[i], i);
    }
    pid_t children[] = {in_child(first_child), in_child(second_child)};
    await_end(in_child(last_owner));
    trying("sys_page_alloc, by another process, until it fails");
    (void) hog_take(ALL_THERE_ARE);
    for (int i = 0; i < 20; ++i) {
        trying("sys_fork(), after sys_page_alloc has failed, with %u free pages",
               free_page_count());
        pid_t pid = sys_fork();
        require(9, pid < 0, "another process can get no more pages, and yet sys_fork returned %d",
                pid);
    }
    trying("stores to shared pages, with %u free pages", free_page_count());
    pass(1);
    store_in_turn(0);
    for (int i = 0; i < 2; ++i) {
        await_end(children[i]);
        require(9, process_state(children[i]) == 0, "process %d, a child, has not come to its end",
                children[i]);
    }
    trial_passed();
}
