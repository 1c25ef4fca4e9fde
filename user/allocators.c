// allocators: takes memory, page by page, until there is none left. Run several at once, each at
// its own speed: the memory viewer shows how the kernel deals out physical pages.

#include "u-lib.h"

#define SLOWNESS 24 // ticks from page to page in process 1; process 2 takes half of it, and so on

void
process_main(void) {
    while (heap_grow() != NULL) {
        wait_ticks(SLOWNESS / sys_getpid());
    }
    for (;;) {
        sys_yield();
    }
}
