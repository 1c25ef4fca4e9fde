#ifndef WEENSY_F_CALLS_H
#define WEENSY_F_CALLS_H

// f-calls.h: calls that f-keeper.c adds to those of check-calls.h, for the checks of spawn.

enum {
    F_RESTRICT_PAGE = 0x101, // (va, perm): sets the permissions of a page; 0: not mapped
    F_LOOK_AT_NAME = 0x102,  // (name): logs the first byte that the process cannot read itself
    F_USED_PAGES = 0x103,    // (): the number of physical pages in use
    F_KERNEL_NAME = 0x104,   // (n): the address of byte n of "two\0nobody" in the kernel's memory
    F_STEP = 0x105,          // (): the next step of a play; the first is 0
    F_NEXT_STEP = 0x106,     // (): that step is done
    F_FREE_SLOT = 0x107,     // (pid): removes the process, and what belongs to it alone
};

#endif
