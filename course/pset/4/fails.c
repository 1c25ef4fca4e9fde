// fails.c: in a call of sys_page_alloc, an allocation fails. The call returns an error, and nothing
// has changed: this the judge looks at. After that, the same call works. Process 2 does the same
// after process 1.

#include "shared.h"

static char data[PAGESIZE] __attribute__((aligned(PAGESIZE))) = "data";
static const char constant[PAGESIZE] __attribute__((aligned(PAGESIZE))) = "constant";

static void
fail(char *page, const char *what) {
    const unsigned before = free_page_count();
    for (unsigned n = 1; n <= 3; ++n) {
        trying("sys_page_alloc(%p), %s, in which allocation %u fails", page, what, n);
        judge(JUDGE_FAIL_NEXT, n, 0);
        int r = sys_page_alloc(page);
        require(4, n > 1 || r <= 0, "sys_page_alloc(%p) returned %d", page, r);
        if (r == 0) {
            return; // fewer allocations than n, and now there is a page
        }
        require(4, free_page_count() == before,
                "sys_page_alloc(%p), %s, failed, and %u pages are free instead of %u", page, what,
                free_page_count(), before);
    }
    int r = sys_page_alloc(page);
    require(
        4, r == 0,
        "after sys_page_alloc(%p), %s, failed for want of memory, it returns %d with %u pages free",
        page, what, r, free_page_count());
}

void
process_main(void) {
    static char *const heap[] = {(char *) 0x190000, (char *) 0x250000};
    const int pid = sys_getpid();
    if (pid == 2) {
        await(4, 1, 1, "sys_page_alloc, in which an allocation failed");
    }
    for (unsigned i = 0; i < ARRAY_SIZE(heap); ++i) {
        fail(heap[i], "where no page is");
        memset(heap[i], pid, PAGESIZE);
        if (!VARIANT_REFUSES) {
            fail(heap[i], "where the caller has a page");
        }
    }
    if (!VARIANT_REFUSES) {
        fail(data, "where the caller has data");
        fail((char *) constant, "where the caller has constants");
    }
    reach(1);
    await(4, 3 - pid, 1, "sys_page_alloc, in which an allocation failed");
    trial_passed();
}
