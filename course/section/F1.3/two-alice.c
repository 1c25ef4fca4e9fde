// two-alice.c: an Alice who counts for a while, in a variable and on her stack, and lets the other
// one run after each number. She notices if her memory is not hers alone.

#include "check.h"

enum { NUMBERS = 50 };

static pid_t pid;
static unsigned n;

static bool
is_undisturbed(void) {
    unsigned mine = n;
    sys_yield();
    return pid == sys_getpid() && n == mine;
}

void
process_main(void) {
    pid = sys_getpid();
    for (n = 1; n <= NUMBERS; ++n) {
        if (!is_undisturbed()) {
            check_log("process %d finds its memory changed", sys_getpid());
            check_end();
        }
    }
    check_log("process %d has counted", pid);
    check_end();
}
