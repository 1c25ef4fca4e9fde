// fails.c: in a call of fork, an allocation fails: the first, the second, and so on. The call
// returns an error; no child is there, not even a part of one, and parent and others are as they
// were: this the judge looks at. (That no page is lost is for step 6.) Then process 2 takes all
// memory, and forks.

#include "shared.h"

static char data[] = "data";

static unsigned
processes(void) {
    unsigned n = 0;
    for (pid_t pid = 1; pid <= (pid_t) judge(JUDGE_LAST_PID, 0, 0); ++pid) {
        n += process_state(pid) != 0;
    }
    return n;
}

static void never_returns
sleep_for_good(unsigned place) {
    reach(place);
    for (;;) {
        sys_yield();
    }
}

// fork_fails(n)
//    Forks, and allocation n fails. False if there were not so many, and so there is a child.
static bool
fork_fails(unsigned n) {
    const unsigned before = processes();
    trying("sys_fork, in which allocation %u fails", n);
    judge(JUDGE_FAIL_NEXT, n, 0);
    pid_t child = sys_fork();
    if (child == 0) {
        sleep_for_good(0);
    } else if (child > 0) {
        return false;
    }
    require(5, strcmp(data, "data") == 0,
            "allocation %u failed in sys_fork, and the parent's data have changed", n);
    require(
        5, processes() == before,
        "allocation %u failed, sys_fork returned an error, and yet there are %u processes instead "
        "of %u",
        n, processes(), before);
    return true;
}

static void
fork_when_memory_is_full(void) {
    for (char *page = (char *) 0x200000; page < (char *) STACK_START && sys_page_alloc(page) == 0;
         page += PAGESIZE) {
    }
    for (char *page = (char *) 0x120000; page < (char *) 0x200000 && sys_page_alloc(page) == 0;
         page += PAGESIZE) {
    }
    const unsigned before = processes();
    trying("sys_fork when sys_page_alloc finds no page");
    pid_t child = sys_fork();
    require(5, child < 0, "sys_page_alloc finds no page, and sys_fork returned %d", child);
    require(5, processes() == before,
            "sys_page_alloc found no page, sys_fork returned an error, and yet there are %u "
            "processes instead of %u",
            processes(), before);
    require(5, process_state(1) == 1, "after sys_fork without memory, process 1 no longer runs");
}

void
process_main(void) {
    if (sys_getpid() == 2) {
        await(5, 1, 1, "sys_fork without memory");
        fork_when_memory_is_full();
        trial_passed();
    }
    for (unsigned n = 1; n <= 9 && fork_fails(n); ++n) {
    }
    sleep_for_good(1);
}
