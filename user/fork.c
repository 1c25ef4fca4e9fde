// fork: one process becomes four, which then take memory as allocators do. They run the same code
// from the same point on; their numbers alone tell them apart.

#include "u-lib.h"

#define SLOWNESS 24 // ticks from page to page in process 1; process 2 takes half of it, and so on

void
process_main(void) {
    sys_fork(); // now two processes are here,
    sys_fork(); // and now four

    while (heap_grow() != NULL) {
        wait_ticks(SLOWNESS / sys_getpid());
    }
    for (;;) {
        sys_yield();
    }
}
