#ifndef WEENSY_MONITOR_H
#define WEENSY_MONITOR_H

// monitor.h: asks QEMU, through its monitor protocol (QMP), and takes in what it says.

#include "heartbeat.h"

// Registers of the guest's processor.
struct processor {
    uint64_t rip;
    uint64_t rsp;
    uint64_t cr2; // the last address at which a page fault was
};

struct monitor {
    bool starts_guest;          // the monitor does, not gdb; the caller sets this
    int major_version;          // QEMU's; 0 until its greeting has come
    char version[24];           // with its second part: "7.2"
    bool reset;                 // the guest reset itself
    bool over;                  // the guest reset itself, or switched the machine off; QEMU waits
    uint64_t length;            // in instructions, once a replay has ended and QEMU stays
    struct heartbeat heartbeat; // the guest's
    bool waits;                 // at the last look, the processor waited for an interrupt
    bool silent;                // QEMU has not answered for long
    struct processor processor; // when the run is over, or at the last look

    // for monitor.c alone
    bool shut_down;     // QEMU has said that the guest is over
    bool ending;        // the tool has told QEMU to end
    bool asked;         // a question is open
    int unanswered;     // how many looks in a row
    long next_look;     // milliseconds
    struct sight sight; // what this look has shown so far
    size_t line_length; // also of a line that is too long for `line`
    char line[16384];   // the longest of interest has the registers
};

// monitor_read(monitor, fd)
//    Takes in what has arrived. A line that is no JSON object, or is too long, does not count.
//    False when QEMU has closed the socket.
bool monitor_read(struct monitor *monitor, int fd) must_check;

// monitor_look(monitor, fd, now, worked)
//    Asks how the guest is, twice a second. Call it more often. `now`, and `worked`, which is
//    QEMU's processor time (process_time), are in milliseconds.
void monitor_look(struct monitor *monitor, int fd, long now, long worked);

// monitor_look_soon(monitor)
//    Makes the next look come at once. Returns how many looks there are when it is over.
unsigned monitor_look_soon(struct monitor *monitor) must_check;

// monitor_end_qemu(monitor, fd)
//    Makes QEMU end, once the run is over. Its exit status is then the one that the guest asked
//    for. (From version 9 on, it does not end by itself, since -no-shutdown tells it to wait.)
void monitor_end_qemu(struct monitor *monitor, int fd);

#endif
