// heap.c: two processes get pages in turn. Each can use its own, and cannot access those of the
// other.

#include "trial.h"

enum { SLOT = 0x40000, PAGES = 6 };

static uintptr_t
page_of(pid_t pid, unsigned i) {
    return PROC_START_ADDR + (uintptr_t) (pid - 1) * SLOT + 0x20000 + i * 3 * PAGESIZE;
}

static void
require_usable(pid_t pid, uintptr_t page) {
    require(0, physical(page) != (uintptr_t) -1 && !is_refused(PROBE_READ, page),
            "sys_page_alloc(%#lx) of process %d returned 0, and yet the process cannot read there",
            page, pid);
    require(0, !is_refused(PROBE_WRITE, page),
            "sys_page_alloc(%#lx) of process %d returned 0, and yet the process cannot write there",
            page, pid);
    require(0, !is_refused(PROBE_WRITE, page + PAGESIZE - 1),
            "sys_page_alloc(%#lx) of process %d returned 0, and yet the process cannot write to "
            "the end of the page",
            page, pid);
    for (unsigned j = 0; j < PAGESIZE; ++j) {
        require(0, ((char *) page)[j] == 0,
                "sys_page_alloc(%#lx) of process %d: the new page is not zeroed: %#x at %#lx", page,
                pid, ((unsigned char *) page)[j], page + j);
    }
}

void
process_main(void) {
    const pid_t pid = sys_getpid(), other = 3 - pid;
    for (unsigned i = 0; i < PAGES; ++i) {
        const uintptr_t page = page_of(pid, i);
        require(0, is_refused(PROBE_READ, page),
                "process %d can read %#lx before it asks for a page there", pid, page);
        trying("sys_page_alloc(%#lx) of process %d", page, pid);
        int r = sys_page_alloc((void *) page);
        require(0, r == 0,
                "sys_page_alloc(%#lx) of process %d returned %d; the address is in its memory",
                page, pid, r);
        require_usable(pid, page);
        memset((void *) page, (int) (pid * 32 + i), PAGESIZE);
        wait_ticks(1);
        for (int kind = PROBE_READ; kind <= PROBE_WRITE; ++kind) {
            require(0, is_refused(kind, page_of(other, i) + 5),
                    "process %d can access %#lx, a page that process %d got from "
                    "sys_page_alloc",
                    pid, page_of(other, i), other);
        }
    }
    wait_ticks(4);
    for (unsigned i = 0; i < PAGES * PAGESIZE; ++i) {
        const unsigned char *byte = (unsigned char *) page_of(pid, i / PAGESIZE) + i % PAGESIZE;
        require(0, *byte == pid * 32 + i / PAGESIZE,
                "process %d wrote %#x to %p, and finds %#x there", pid, pid * 32 + i / PAGESIZE,
                byte, *byte);
    }
    wait_ticks(4);
    trial_passed();
}
