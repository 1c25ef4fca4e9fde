// full.c: two processes take all memory. Then sys_page_alloc returns an error, again and again, and
// both go on.

#include "shared.h"

static char *const FIRST = (char *) 0x110000, *const STACK = (char *) STACK_START;

static int own_pid;

static char
byte_for(const char *page) {
    return (char) (own_pid * 0x55 + (int) ((uintptr_t) page / PAGESIZE));
}

static void
require_all_there(char *until) {
    for (char *page = FIRST; page < until; page += PAGESIZE) {
        for (int i = 0; i < PAGESIZE; i += 8) {
            require(4, page[i] == byte_for(page),
                    "memory is full, and process %d has %#x at %p, where it wrote %#x",
                    sys_getpid(), (unsigned char) page[i], page + i,
                    (unsigned char) byte_for(page));
        }
    }
}

// take_all()
//    Takes pages until there is none; returns the address that did not get one.
static char *
take_all(void) {
    char *page = FIRST;
    for (int r = 0; page < STACK; page += PAGESIZE) {
        trying("sys_page_alloc(%p) with %u pages free", page, free_page_count());
        r = sys_page_alloc(page);
        if (r < 0) {
            unsigned left = free_page_count();
            require(4, left == 0, "sys_page_alloc(%p) returned %d, and yet %u pages are free", page,
                    r, left);
            return page;
        }
        require(4, r == 0, "sys_page_alloc(%p) returned %d", page, r);
        require(4, !is_refused(PROBE_WRITE, (uintptr_t) page),
                "sys_page_alloc(%p) returned 0, and there is no page; %u pages are free", page,
                free_page_count());
        memset(page, byte_for(page), PAGESIZE);
        sys_yield();
    }
    trial_wrong(4, "process %d has got %lu pages, more than there are", sys_getpid(),
                (unsigned long) (STACK - FIRST) / PAGESIZE);
}

// replace(page)
//    Memory is full: a page in place of another may be had or not. If not, the old one stays.
static void
replace(char *page) {
    trying("sys_page_alloc(%p), in place of another page, with no page free", page);
    int r = sys_page_alloc(page);
    char expected = r == 0 ? 0 : byte_for(page);
    require(4, !is_refused(PROBE_READ, (uintptr_t) page),
            "memory is full, sys_page_alloc(%p) returned %d, and the page that the caller "
            "had there is gone",
            page, r);
    for (int i = 0; i < PAGESIZE; ++i) {
        require(4, page[i] == expected,
                "memory is full, sys_page_alloc(%p) returned %d, and the caller has %#x at %p; "
                "expected %#x",
                page, r, (unsigned char) page[i], page + i, (unsigned char) expected);
    }
    require(
        4, free_page_count() == 0,
        "memory was full, sys_page_alloc(%p) for a page in place of another returned %d, and %u "
        "pages are free",
        page, r, free_page_count());
    memset(page, byte_for(page), PAGESIZE);
}

void
process_main(void) {
    const int pid = own_pid = sys_getpid();
    char *next = take_all();
    reach(1);
    await(4, 3 - pid, 1, "sys_page_alloc with no page free");
    for (int i = 0; i < 5; ++i) {
        int r = sys_page_alloc(i % 2 == 0 ? next : STACK - PAGESIZE);
        require(4, r < 0, "no page is free, and sys_page_alloc returned %d", r);
        require(4, is_refused(PROBE_READ, (uintptr_t) next),
                "sys_page_alloc(%p) returned an error, and yet there is a page", next);
        sys_yield();
    }
    require(4, next > FIRST, "process %d got no page at all", pid);
    replace(FIRST);
    require_all_there(next);
    console_printf("Process %d still runs.\n", pid);
    reach(2);
    await(4, 3 - pid, 2, "sys_page_alloc with no page free");
    trial_passed();
}
