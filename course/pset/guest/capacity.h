#ifndef WEENSY_CAPACITY_H
#define WEENSY_CAPACITY_H

// capacity.h: how many pages sys_page_alloc can take: free pages that are not promised. Only a
// process that takes them can find out, and it gives them back when it exits. So hog should have
// most of memory before.

#include "turns.h"

// capacity(when)
//    How many pages a new child of this process gets, on top of what the fork itself takes. Between
//    two calls, all that this process has, and nothing more, must be as it was. `when`: in words.
static inline int
capacity(const char *when) {
    trying("sys_fork(), and sys_page_alloc until it fails, %s", when);
    pid_t pid = sys_fork();
    if (pid == 0) {
        int n = 0;
        while (heap_grow() != NULL) {
            ++n;
        }
        shared->taken = n;
        sys_exit();
    }
    require(9, pid > 0,
            "%s, sys_fork returned %d, and there are %u free pages: are they all promised?", when,
            pid, free_page_count());
    await_end(pid);
    return shared->taken;
}

// require_capacity(expected, when)
static inline void
require_capacity(int expected, const char *when) {
    int seen = capacity(when);
    require(9, seen == expected, "%s, sys_page_alloc can take %d pages; before it was %d: %d %s",
            when, seen, expected, seen < expected ? expected - seen : seen - expected,
            seen < expected ? "promised pages have not come back"
                            : "promises too many have been taken back");
}

#endif
