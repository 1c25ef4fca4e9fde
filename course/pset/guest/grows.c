// grows.c: takes pages and writes to them, as several processes at once. Each must find its own
// bytes again. The process whose number is highest ends the trial.

#include "trial.h"

enum { PAGES = 12 };

void
process_main(void) {
    char *pages[PAGES];
    const int pid = sys_getpid();
    for (int i = 0; i < PAGES; ++i) {
        pages[i] = heap_grow();
        require(0, pages[i] != NULL, "process %d gets %d pages for its heap, and then no more", pid,
                i);
        memset(pages[i], pid * 16 + i, PAGESIZE);
        sys_yield();
    }
    wait_ticks(4);
    for (int i = 0; i < PAGES; ++i) {
        for (int j = 0; j < PAGESIZE; ++j) {
            require(0, pages[i][j] == (char) (pid * 16 + i),
                    "process %d wrote %#x to %p, and finds %#x there", pid, pid * 16 + i,
                    pages[i] + j, (unsigned char) pages[i][j]);
        }
    }
    wait_ticks(8);
    trial_passed();
}
