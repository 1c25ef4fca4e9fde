// allocators: takes memory, page by page, until none is left. Several run at once, each at its own
// speed, and the memory viewer shows how the kernel hands out physical pages.

#include "u-lib.h"

#define SLOWNESS 24 // process N takes a page every SLOWNESS / N ticks

void
process_main(void) {
    while (heap_grow() != NULL) {
        wait_ticks(SLOWNESS / sys_getpid());
    }
    for (;;) {
        sys_yield();
    }
}
