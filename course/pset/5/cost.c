// cost.c: forks with few pages and with many, here and there. The judge counts: fork takes a page
// for each page-table page of the child, and for each page that the child does not share.

#include "shared.h"

void
process_main(void) {
    static char *const heap[] = {(char *) 0x120000, (char *) 0x1FE000,
                                 (char *) 0x1FF000, (char *) 0x200000,
                                 (char *) 0x201000, (char *) STACK_START - PAGESIZE};
    for (unsigned i = 0; i <= ARRAY_SIZE(heap); i += 3) {
        for (unsigned j = i >= 3 ? i - 3 : 0; j < i; ++j) {
            require(4, sys_page_alloc(heap[j]) == 0, "sys_page_alloc(%p) fails", heap[j]);
        }
        trying("sys_fork of process %d", sys_getpid());
        pid_t child = sys_fork();
        require(5, child >= 0, "sys_fork returned %d; slots are free, and %u pages", child,
                free_page_count());
        if (child == 0) {
            reach(1);
            for (;;) {
                sys_yield();
            }
        }
        await(5, child, 1, "sys_fork");
    }
    trial_passed();
}
