#ifndef WEENSY_F_CALLS_H
#define WEENSY_F_CALLS_H

// f-calls.h: calls that f-keeper.c adds to those of check-calls.h, for the checks of spawn.

enum {
    F_RESTRICT_PAGE = 0x101, // (va, perm): the permissions of a page; 0: not mapped
    F_LOOK_AT_NAME = 0x102,  // (name): logs the first byte that the process cannot read itself
    F_USED_PAGES = 0x103,    // (): how many physical pages are in use
    F_KERNEL_NAME = 0x104,   // (n): from byte n on, of "two" and "nobody" in the kernel's memory
    F_STEP = 0x105,          // (): which step of a play is next; the first is 0
    F_NEXT_STEP = 0x106,     // (): that one is done
    F_FREE_SLOT = 0x107,     // (pid): takes the process away, and what it has of its own
};

#endif
