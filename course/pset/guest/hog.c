// hog.c: takes memory, as many pages as another program asks it to (turns.h), and keeps it. It
// never forks.

#include "turns.h"

void
process_main(void) {
    for (;;) {
        shared->ready = 1;
        if (shared->wanted >= 0) {
            int n = 0;
            while (n < shared->wanted && heap_grow() != NULL) {
                ++n;
            }
            shared->taken = n;
            shared->wanted = -1;
        }
        sys_yield();
    }
}
