// far.c: whichever allocation of sys_fork fails, the counts of shared pages are as before. The
// constants lie at 0x200000: mapping the first of them needs a new page-table page, for which there
// may be no memory.

#include "constants.h"
#include "each.h"

enum { PAGES = 4 };
const uint32_t constants[PAGES * WORDS_OF_PAGE]
    __attribute__((aligned(PAGESIZE))) = {PAGE_OF(0), PAGE_OF(1), PAGE_OF(2), PAGE_OF(3)};

// This program is linked at 0x1C0000. Its section .rodata begins at the next multiple of 0x40000.
// (An alignment of `constants` alone might leave a gap behind other constants.)
__asm__(".section .rodata, \"a\", @progbits\n.balign 0x40000\n.previous");

static void
require_counts(int owners, const char *when) {
    for (int i = 0; i < PAGES; ++i) {
        const uintptr_t addr = (uintptr_t) (constants + i * WORDS_OF_PAGE);
        require_constants(i, when);
        require_owners(addr, owners, when);
    }
}

void
process_main(void) {
    require(0, (uintptr_t) constants == 0x200000,
            "the constants are at %p: this check is built wrong", (const void *) constants);
    const unsigned before = free_page_count();
    require_counts(1, "at its start");
    const pid_t child = fork_at_last(TABLE_PAGES - 1);
    if (child == 0) {
        require_counts(2, "after sys_fork, which succeeded at last");
        const pid_t grandchild = fork_at_last(TABLE_PAGES - 1);
        if (grandchild > 0) {
            wait_for_exit(grandchild);
            require_counts(2, "after its child's sys_exit");
        }
        leave();
    }
    wait_for_exit(child);
    require_counts(1, "after its child's sys_exit");
    require_free(before, "many sys_fork that failed, and two with their sys_exit");
    trial_passed();
}
