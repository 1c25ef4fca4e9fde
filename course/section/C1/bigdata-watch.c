// bigdata-watch.c: exercise C1: runs beside bigdata.c, and ends the run when bigdata is done or
// faulted.

#include "check.h"

void
process_main(void) {
    for (int i = 0; i < 200 && check_state(1) == STATE_RUNNABLE; ++i) {
        sys_yield();
    }
    check_log("state %d", check_state(1));
    check_end();
}
