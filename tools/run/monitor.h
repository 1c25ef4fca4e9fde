#ifndef WEENSY_MONITOR_H
#define WEENSY_MONITOR_H

// monitor.h: what QEMU says through its monitor protocol (QMP).

#include "heartbeat.h"

// Registers of the guest's processor.
struct processor {
    uint64_t rip;
    uint64_t rsp;
    uint64_t cr2; // the last address at which a page fault was
};

struct monitor {
    bool starts_guest;          // it does, not gdb; for the caller to set
    int major_version;          // QEMU's; 0 until its greeting has come
    char version[24];           // the same with its second part: "7.2"
    bool reset;                 // the guest reset itself
    bool over;                  // the guest reset itself, or switched the machine off
    uint64_t length;            // when a replay is over and QEMU stays: its instructions
    struct heartbeat heartbeat; // the guest's
    bool waits;                 // at the last look, the processor waited for an interrupt
    bool silent;                // QEMU has not answered for long
    struct processor processor; // when the run is over, or at the last look

    // for monitor.c alone
    bool shut_down;     // QEMU has said that the guest is over
    bool ending;        // QEMU has been told to end
    bool asked;         // a question is open
    int unanswered;     // looks in a row
    long next_look;     // milliseconds
    struct sight sight; // of this look, so far
    size_t line_length; // of all that has come of a line, also of what has no room in `line`
    char line[16384];   // the longest of interest has the registers
};

// monitor_read(monitor, fd)
//    Takes in what has arrived. False when QEMU has closed the socket.
bool monitor_read(struct monitor *monitor, int fd) must_check;

// monitor_look(monitor, fd, now, worked)
//    Asks how the guest is, twice a second. Call it often. `now` and `worked`, QEMU's processor
//    time (see process_time), are in milliseconds.
void monitor_look(struct monitor *monitor, int fd, long now, long worked);

// monitor_look_soon(monitor)
//    The next look is at once. Returns how many looks there are when its answer is in.
unsigned monitor_look_soon(struct monitor *monitor) must_check;

// monitor_end_qemu(monitor, fd)
//    Has QEMU end, once the run is over. Its exit status is then the one that the guest asked for:
//    a QEMU from 9 on does not end by itself, since it is told to wait (-no-shutdown).
void monitor_end_qemu(struct monitor *monitor, int fd);

#endif
