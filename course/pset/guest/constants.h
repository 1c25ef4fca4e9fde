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

// is_counted(addr)
//    Does the page at `addr` have a count? A kernel may also map a page of the disk image, above
//    MEMSIZE_PHYSICAL.
static inline bool
is_counted(uintptr_t addr) {
    return physical(addr) < MEMSIZE_PHYSICAL;
}

// require_owners(addr, owners, when)
//    The count of the page at `addr`, if it has one, must be that of its owners.
static inline void
require_owners(uintptr_t addr, int owners, const char *when) {
    require(0, !is_counted(addr) || refcount(addr) == owners,
            "%s, the count of the page at %#lx (physical address %#lx) is %d: "
            "expected %d, one for each process that has it",
            when, addr, physical(addr), refcount(addr), owners);
}

// is_writable(addr)
//    Can this process write there?
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
