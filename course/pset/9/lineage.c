// lineage.c: a process, its child and its grandchild share pages. They store to them and exit, in
// any order.

#include "capacity.h"

enum { PAGES = 3, LEFT = 55, CHILD = 1, GRANDCHILD = 2 };
static char pages[PAGES][PAGESIZE] __attribute__((aligned(PAGESIZE)));

// Who comes first, second and third. In its turn a process stores to the first pages, so many, and
// exits; the parent goes on.
static const struct {
    int turns[3];
    int stores[3]; // by 0, the parent; by CHILD; by GRANDCHILD
} orders[] = {
    {{CHILD, GRANDCHILD, 0}, {0, 0, 0}}, {{GRANDCHILD, CHILD, 0}, {1, 0, 0}},
    {{CHILD, GRANDCHILD, 0}, {3, 1, 2}}, {{0, CHILD, GRANDCHILD}, {3, 0, 0}},
    {{CHILD, 0, GRANDCHILD}, {3, 3, 1}}, {{GRANDCHILD, 0, CHILD}, {2, 0, 3}},
};

static void
store_to(int n, int who) {
    for (int i = 0; i < n; ++i) {
        page_fill(pages[i], 50 * who + i);
    }
}

static void
require_own(int n, int who) {
    static const char *const names[] = {"the parent", "the child", "the grandchild"};
    for (int i = 0; i < PAGES; ++i) {
        page_require(pages[i], i < n ? 50 * who + i : i, names[who]);
    }
}

// live(who, order)
//    The child's and the grandchild's life.
static void never_returns
live(int who, int order) {
    if (who == CHILD) {
        pid_t pid = sys_fork();
        require(9, pid >= 0, "the child's own sys_fork returned %d, with %u free pages", pid,
                free_page_count());
        who = pid == 0 ? GRANDCHILD : CHILD;
    }
    sys_yield();
    shared->value[who] = sys_getpid();
    await(who);
    store_to(orders[order].stores[who], who);
    require_own(orders[order].stores[who], who);
    sys_exit();
}

static void
await_member(int who) {
    while (shared->value[who] == 0) {
        sys_yield();
    }
}

void
process_main(void) {
    announce_fault(1, FAULT_GOES_ON);
    store_to(PAGES, 0);
    hog_leave(LEFT);
    const int before = capacity("at the start");
    for (int order = 0; order < (int) ARRAY_SIZE(orders); ++order) {
        const int *n = orders[order].stores;
        shared->value[CHILD] = shared->value[GRANDCHILD] = 0;
        pass(0);
        pid_t pid = sys_fork();
        if (pid == 0) {
            live(CHILD, order);
        }
        require(9, pid > 0, "sys_fork returned %d, with %u free pages", pid, free_page_count());
        await_member(CHILD);
        await_member(GRANDCHILD);
        for (int i = 0; i < 3; ++i) {
            const int who = orders[order].turns[i];
            if (who == 0) {
                store_to(n[0], 0);
                continue;
            }
            pass(who);
            await_end((pid_t) shared->value[who]);
            require(9, process_state((pid_t) shared->value[who]) == 0,
                    "process %ld has not come to its end", shared->value[who]);
        }
        require_own(n[0], 0);
        char when[160];
        static const char *const names[] = {"parent", "child", "grandchild"};
        const int *turns = orders[order].turns;
        snprintf(when, sizeof(when),
                 "after a %s, a %s and a %s, in this order, have stored to %d, %d and %d of %d "
                 "shared pages",
                 names[turns[0]], names[turns[1]], names[turns[2]], n[turns[0]], n[turns[1]],
                 n[turns[2]], PAGES);
        require_capacity(before, when);
    }
    trial_passed();
}
