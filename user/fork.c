// fork: one process becomes four, which then take memory as allocators does. They run the same code
// from the same point on. Only their numbers differ.

#include "u-lib.h"

#define SLOWNESS 24 // process N takes a page every SLOWNESS / N ticks

void
process_main(void) {
    sys_fork(); // now there are two processes,
    sys_fork(); // and now four

    while (heap_grow() != NULL) {
        wait_ticks(SLOWNESS / sys_getpid());
    }
    for (;;) {
        sys_yield();
    }
}
