#ifndef WEENSY_HEARTBEAT_H
#define WEENSY_HEARTBEAT_H

// heartbeat.h: does the guest live? A kernel that lives increments `ticks` HZ times a second. The
// tool looks at `ticks` again and again.

#include "types.h"

struct heartbeat {
    unsigned looks; // how many there have been
    uint64_t ticks; // how many there have been up to the last look, restarts included
    bool wedged;    // the processor runs, but the clock has stood still for long

    // for heartbeat.c alone
    uint64_t counted; // what the clock showed at the last look
    bool booting;     // at the last look, the kernel had not started yet
    int still;        // looks in a row at which the clock stood still
    long worked;      // QEMU's processor time when the last look was counted
};

// What a look shows.
struct sight {
    uint64_t counted; // what the guest's clock shows
    bool running;     // QEMU has not stopped the processor
    bool booting;     // the clock shows 0, and the kernel has logged nothing
    long worked;      // QEMU's processor time, in milliseconds; -1: unknown
};

// heartbeat_look(heartbeat, sight)
//    Takes in what a look shows.
void heartbeat_look(struct heartbeat *heartbeat, struct sight sight);

#endif
