// replaces.c: sys_page_alloc in place of a page that another process has, too: the caller gets a
// page of its own, and the other one keeps what it has.

#include "constants.h"
#include "each.h"

enum { PAGES = 3 };
enum { REPLACED, CHECKED }; // on the board
const uint32_t constants[PAGES * WORDS_OF_PAGE]
    __attribute__((aligned(PAGESIZE))) = {PAGE_OF(0), PAGE_OF(1), PAGE_OF(2)};

static void
require_own_page(uintptr_t addr) {
    for (unsigned i = 0; i < PAGESIZE; ++i) {
        require(0, ((volatile unsigned char *) addr)[i] == 0,
                "sys_page_alloc(%#lx), where a shared page was: byte %u is %#x, not 0", addr, i,
                ((volatile unsigned char *) addr)[i]);
    }
    require_owners(addr, 1, "after sys_page_alloc there");
    require(0, !is_refused(PROBE_WRITE, addr),
            "after sys_page_alloc(%#lx), process %d cannot write there", addr, sys_getpid());
    fill(addr, sys_getpid());
}

static void
require_kept(int page, int owners, uintptr_t before, const char *when) {
    const uintptr_t addr = (uintptr_t) (constants + page * WORDS_OF_PAGE);
    require_constants(page, when);
    require(0, physical(addr) == before,
            "%s, process %d has another page at %#lx: physical address %#lx, before %#lx", when,
            sys_getpid(), addr, physical(addr), before);
    require_owners(addr, owners, when);
    require(0, is_refused(PROBE_WRITE, addr),
            "%s, process %d can write to %#lx, which is in its constants", when, sys_getpid(),
            addr);
}

static void never_returns
live_as_child(uintptr_t middle, uintptr_t before) {
    while (board[REPLACED] == 0) {
        sys_yield();
    }
    require_kept(1, 1, before, "after its parent's sys_page_alloc there");
    require_kept(2, 2, physical(middle + PAGESIZE), "after its parent's sys_page_alloc beside it");
    const unsigned free_then = free_page_count() - (is_counted(middle) ? 0 : 1);
    alloc_at_last(middle, 0);
    require_own_page(middle);
    require_free(free_then, "sys_page_alloc in place of a page that nobody else has now");
    board[CHECKED] = 1;
    leave();
}

// require_refusal(middle)
//    In a variant of the problem set, sys_page_alloc replaces no page.
static void never_returns
require_refusal(uintptr_t middle) {
    if (fork_here() == 0) {
        for (;;) {
            sys_yield();
        }
    }
    require(4, sys_page_alloc((void *) middle) < 0,
            "sys_page_alloc(%#lx) succeeds, although there is a page", middle);
    require_kept(1, 2, physical(middle), "after sys_page_alloc there");
    trial_passed();
}

void
process_main(void) {
    if (VARIANT_REFUSES) {
        require_refusal((uintptr_t) (constants + WORDS_OF_PAGE));
    }
    const uintptr_t middle = (uintptr_t) (constants + WORDS_OF_PAGE), before = physical(middle);
    const unsigned at_end = free_page_count() - (is_counted(middle) ? 0 : 1);
    const pid_t child = fork_here();
    if (child == 0) {
        live_as_child(middle, before);
    }
    const unsigned free_before = free_page_count();
    for (int i = 0; i < PAGES; ++i) {
        require_kept(i, 2, physical((uintptr_t) constants + (uintptr_t) i * PAGESIZE),
                     "after sys_fork");
    }
    alloc_at_last(middle, 0);
    require(0, physical(middle) != before,
            "sys_page_alloc(%#lx) has given no new page: process %d still has the page of physical "
            "address %#lx there, as its child has",
            middle, sys_getpid(), before);
    require_own_page(middle);
    const unsigned free_after = free_page_count();
    require(0, free_after == free_before - 1,
            "sys_page_alloc in place of a shared page: of %u free pages %u are left, expected %u",
            free_before, free_after, free_before - 1);
    require_kept(0, 2, physical((uintptr_t) constants), "after sys_page_alloc beside it");
    board[REPLACED] = 1;
    wait_for_exit(child);
    require(0, board[CHECKED] == 1, "the child did not come to its end");
    require_filled(0, middle, sys_getpid(), "after its child's sys_page_alloc and sys_exit");
    require_kept(2, 1, physical(middle + PAGESIZE), "after its child's sys_exit");
    require_free(at_end, "sys_page_alloc in place of a shared page, and the child's sys_exit");
    trial_passed();
}
