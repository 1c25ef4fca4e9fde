#ifndef WEENSY_CONSTANTS_H
#define WEENSY_CONSTANTS_H

// constants.h: for trials with pages that are only for reading. A trial defines
//
//     const uint32_t constants[...] __attribute__((aligned(PAGESIZE))) = {EACH_PAGE_OF(4)};

#include "family.h"

enum { WORDS_OF_PAGE = PAGESIZE / sizeof(uint32_t), TABLE_PAGES = 5, WRITABLE = 2 };

// A page of constants: word i has the value first + i in its first four words, and in its last one.
#define PAGE_OF(n)                                                                                 \
    [(n) *WORDS_OF_PAGE] = (n) *16 + 1, (n) *16 + 2, (n) *16 + 3, (n) *16 + 4,                     \
         [(n) *WORDS_OF_PAGE + WORDS_OF_PAGE - 1] = (n) *16 + 5

extern const uint32_t constants[];
extern char data_start[]; // the first address after code and constants

// physical(addr), references(addr), is_writable(addr)
//    The physical address of the page at `addr`, -1: not mapped; its reference count; can this
//    process write there?
static inline uintptr_t
physical(uintptr_t addr) {
    return (uintptr_t) judge(JUDGE_PHYSICAL, addr, 0);
}

static inline int
references(uintptr_t addr) {
    return (int) judge(JUDGE_REFCOUNT, addr, 0);
}

// require_owners(addr, owners, when)
//    The count of the page at `addr` must be that of its owners. A kernel may also map a page of
//    the disk image, above MEMSIZE_PHYSICAL, which nobody counts.
static inline bool
is_counted(uintptr_t addr) {
    return physical(addr) < MEMSIZE_PHYSICAL;
}

static inline void
require_owners(uintptr_t addr, int owners, const char *when) {
    require(0, !is_counted(addr) || references(addr) == owners,
            "%s, the count of the page at %#lx (physical address %#lx) is %d: "
            "expected %d, one for each process that has it",
            when, addr, physical(addr), references(addr), owners);
}

static inline bool
is_writable(uintptr_t addr) {
    return (judge(JUDGE_PERMISSIONS, addr, 0) & WRITABLE) != 0;
}

// next_page(addr)
//    The first address of this process's next page from `addr` on, MEMSIZE_VIRTUAL if there is
//    none.
static inline uintptr_t
next_page(uintptr_t addr) {
    while (addr < MEMSIZE_VIRTUAL && physical(addr) == (uintptr_t) -1) {
        addr += PAGESIZE;
    }
    return addr;
}

// require_constants(page, when)
//    Page number `page` of the constants must have its contents.
static inline void
require_constants(int page, const char *when) {
    const volatile uint32_t *words = constants + page * WORDS_OF_PAGE;
    const int places[] = {0, 1, 2, 3, WORDS_OF_PAGE - 1};
    for (unsigned i = 0; i < ARRAY_SIZE(places); ++i) {
        const uint32_t seen = words[places[i]], expected = (uint32_t) page * 16 + i + 1;
        require(0, seen == expected,
                "%s, process %d finds %#x at %p, which is in its constants: expected %#x", when,
                sys_getpid(), seen, (const void *) &words[places[i]], expected);
    }
}

#endif
