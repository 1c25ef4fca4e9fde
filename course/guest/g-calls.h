#ifndef WEENSY_G_CALLS_H
#define WEENSY_G_CALLS_H

// g-calls.h: calls that g-door.c adds to those of check-calls.h: the processes take turns, and
// learn what the host says.

enum {
    G_TURN = 0x101,      // (): the number of the process whose turn it is; first, 1
    G_NEXT_TURN = 0x102, // (): ends this turn
    G_PLACE = 0x103,     // (n): one of these
};

enum {
    G_KERNEL_CODE,
    G_KERNEL_DATA,
    G_KERNEL_CONSTANTS,
    G_KERNEL_TABLE,
    G_ALICE_COUNTS, // not an address: must the kernel also guard process 2's memory?
};

#endif
