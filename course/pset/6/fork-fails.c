// fork-fails.c: whichever allocation of sys_fork fails, it returns an error, changes nothing and
// loses nothing. So in a child, too, and again in a slot in which a process has been before.

#include "each.h"

static char data[PAGESIZE];
static const uintptr_t heap[] = {PROC_START_ADDR + 0x40000, 0x1FF000, 0x200000};

static void
require_all(const char *when) {
    for (unsigned i = 0; i < ARRAY_SIZE(heap); ++i) {
        require_filled(6, heap[i], (int) i + 1, when);
    }
    require_filled(6, (uintptr_t) data, 77, when);
}

void
process_main(void) {
    for (unsigned i = 0; i < ARRAY_SIZE(heap); ++i) {
        require(4, sys_page_alloc((void *) heap[i]) == 0, "sys_page_alloc(%#lx) fails", heap[i]);
        fill(heap[i], (int) i + 1);
    }
    fill((uintptr_t) data, 77);
    const unsigned before = free_page_count();
    for (int i = 0; i < 2; ++i) {
        pid_t child = fork_at_last(5);
        if (child == 0) {
            require_all("after sys_fork that succeeded at last");
            pid_t grandchild = i == 0 ? fork_at_last(5) : 1;
            if (i == 0 && grandchild > 0) {
                wait_for_exit(grandchild);
            }
            leave();
        }
        require_all("after sys_fork that failed");
        wait_for_exit(child);
        require_free(before, "many sys_fork that failed, and one with its child's sys_exit");
    }
    trial_passed();
}
