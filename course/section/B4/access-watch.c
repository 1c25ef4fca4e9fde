// access-watch.c: exercise B4: waits for what happens to process 1, and reports it.

#include "check.h"

void
process_main(void) {
    for (int i = 0; i < 50 && check_state(1) != STATE_FAULTED; ++i) {
        sys_yield();
    }
    check_log("state %d", check_state(1));
    check_end();
}
