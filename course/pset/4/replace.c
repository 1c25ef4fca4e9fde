// replace.c: process 1 allocates a page where it has one, again and again. Each page is zeroed, the
// old one is free again, and process 2, which has the same addresses, keeps its bytes.

#include "shared.h"

enum { TIMES = 120 }; // as many as there are free pages, about

static char data[PAGESIZE] __attribute__((aligned(PAGESIZE))) = "data";
static const char constant[PAGESIZE] __attribute__((aligned(PAGESIZE))) = "constant";
static char *const heap[] = {(char *) 0x180000, (char *) 0x200000, (char *) 0x250000};

static void
require_filled(const char *page, char byte, const char *after) {
    for (int i = 0; i < PAGESIZE; ++i) {
        require(4, page[i] == byte, "%s, process %d has %#x at %p; expected %#x", after,
                sys_getpid(), (unsigned char) page[i], page + i, (unsigned char) byte);
    }
}

static void
take(void) {
    for (unsigned i = 0; i < ARRAY_SIZE(heap); ++i) {
        unsigned before = free_page_count();
        int r = sys_page_alloc(heap[i]);
        require(4, r == 0, "process %d: sys_page_alloc(%p), where no page is, returned %d",
                sys_getpid(), heap[i], r);
        unsigned now = free_page_count();
        require(4, now == before - 1, "sys_page_alloc(%p), where no page was, took %d pages, not 1",
                heap[i], (int) (before - now));
        memset(heap[i], sys_getpid(), PAGESIZE);
    }
}

// refuse(page)
//    In a variant, sys_page_alloc refuses an address where a page is.
static void
refuse(char *page) {
    const unsigned before = free_page_count();
    static char copy[PAGESIZE];
    memcpy(copy, page, PAGESIZE);
    trying("sys_page_alloc(%p), where the caller has a page,", page);
    int r = sys_page_alloc(page);
    require(4, r < 0, "sys_page_alloc(%p) returned %d; the caller has a page there", page, r);
    require(4, memcmp(page, copy, PAGESIZE) == 0 && free_page_count() == before,
            "sys_page_alloc(%p) returned %d, and yet the page there has changed, or a page is gone",
            page, r);
}

static void
replace(char *page, unsigned times) {
    const unsigned before = free_page_count() - pages_for_replacing((uintptr_t) page);
    if (VARIANT_REFUSES) {
        refuse(page);
        return;
    }
    for (unsigned i = 0; i < times; ++i) {
        trying("sys_page_alloc(%p), where the caller has a page,", page);
        int r = sys_page_alloc(page);
        require(4, r == 0,
                "sys_page_alloc(%p) returned %d; the caller has a page there, which it replaces",
                page, r);
        unsigned now = free_page_count();
        require(4, now >= before,
                "sys_page_alloc(%p), in place of another page, and %u pages were free before, %u "
                "are now: the old page "
                "is lost",
                page, before, now);
        require(4, now == before,
                "sys_page_alloc(%p), in place of another page, and %u pages were free before, %u "
                "are now",
                page, before, now);
        require_filled(page, 0, "after sys_page_alloc in place of another page");
        memset(page, (char) i | 1, PAGESIZE);
    }
}

void
process_main(void) {
    if (sys_getpid() == 2) {
        take();
        memset(data, 2, sizeof(data));
        reach(1);
        await(4, 1, 1, "sys_page_alloc");
        for (unsigned i = 0; i < ARRAY_SIZE(heap); ++i) {
            require_filled(heap[i], 2, "after process 1 has got pages at the same addresses");
        }
        require_filled(data, 2, "after process 1 has got pages at the same addresses");
        require(4, constant[0] == 'c',
                "process 2 has lost its constants; process 1 got a page there");
        trial_passed();
    }
    await(4, 2, 1, "sys_page_alloc");
    take();
    replace(heap[0], TIMES);
    replace(heap[1], 8);
    replace(data, 8);
    replace((char *) constant, 8);
    require_filled(heap[2], 1, "after sys_page_alloc elsewhere");
    reach(1);
    for (;;) {
        sys_yield();
    }
}
