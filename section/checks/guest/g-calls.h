#ifndef WEENSY_G_CALLS_H
#define WEENSY_G_CALLS_H

// g-calls.h: calls that g-door.c adds to those of check-calls.h: the processes take turns.

enum {
    G_TURN = 0x101,      // (): the number of the process whose turn it is; first, 1
    G_NEXT_TURN = 0x102, // (): it is the next one's
};

#endif
