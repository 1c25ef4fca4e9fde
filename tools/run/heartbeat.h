#ifndef WEENSY_HEARTBEAT_H
#define WEENSY_HEARTBEAT_H

// heartbeat.h: does the guest live? A kernel that lives counts `ticks` up, HZ times a second; the
// tool looks at them again and again.

#include "types.h"

struct heartbeat {
    unsigned looks; // so many
    uint64_t ticks; // of the guest's clock, up to the last look
    bool wedged;    // the guest runs, but its clock has stood still for long

    // for heartbeat.c alone
    uint64_t counted; // what the clock showed at the last look
    bool booting;     // at the last look, the kernel had not started
    int still;        // looks in a row at which the clock stood still
    long worked;      // QEMU's processor time when the last look was counted
};

// What is seen at a look.
struct sight {
    uint64_t counted; // what the guest's clock shows
    bool running;     // the processor does, or waits for an interrupt; it is not stopped
    bool booting;     // the kernel has not started, or has had no time to say so
    long worked;      // QEMU's processor time, in milliseconds; -1: not known
};

// heartbeat_look(heartbeat, sight)
//    Takes in what is seen.
void heartbeat_look(struct heartbeat *heartbeat, struct sight sight);

#endif
