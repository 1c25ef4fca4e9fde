#ifndef WEENSY_MONITOR_H
#define WEENSY_MONITOR_H

// monitor.h: asks QEMU questions through its monitor protocol (QMP), and reads the answers.

#include "heartbeat.h"

// Registers of the guest's processor.
struct processor {
    uint64_t rip;
    uint64_t rsp;
    uint64_t cr2; // the address of the last page fault
};

struct monitor {
    bool starts_guest;          // the monitor starts the guest, not gdb; the caller sets this
    int major_version;          // QEMU's; 0 until its greeting has come
    char version[24];           // with its second part: "7.2"
    bool reset;                 // the guest reset itself
    bool over;                  // the guest reset itself, or turned the machine off; QEMU waits
    uint64_t length;            // of a replay, in instructions, if it has ended and QEMU waits
    struct heartbeat heartbeat; // the guest's
    bool waits;                 // at the last look, the processor waited for an interrupt
    bool silent;                // QEMU has not answered for long
    struct processor processor; // at the last look, or when the machine stopped for good

    // for monitor.c alone
    bool shut_down;     // QEMU has reported that the machine has stopped for good
    bool ending;        // the tool has asked QEMU to end
    bool asked;         // a look is open: the tool has asked, and has no answer yet
    int unanswered;     // how many looks in a row
    long next_look;     // milliseconds
    struct sight sight; // what the open look has shown so far
    size_t line_length; // also of a line that is too long for `line`
    char line[16384];   // the longest line that matters has the registers
};

// monitor_read(monitor, fd)
//    Reads what has arrived. Ignores lines that are too long or not JSON objects. False when QEMU
//    has closed the socket.
bool monitor_read(struct monitor *monitor, int fd) must_check;

// monitor_look(monitor, fd, now, worked)
//    Takes a look at the guest, twice a second; call it more often. `now` and `worked`, QEMU's
//    processor time (process_time), are in milliseconds.
void monitor_look(struct monitor *monitor, int fd, long now, long worked);

// monitor_look_soon(monitor)
//    Makes the next look begin at once. Returns what heartbeat.looks is after that look.
unsigned monitor_look_soon(struct monitor *monitor) must_check;

// monitor_end_qemu(monitor, fd)
//    Makes QEMU end after the machine has stopped for good. Its exit status is then the one that
//    the guest asked for. (With -no-shutdown, QEMU 9 and later do not end by themselves.)
void monitor_end_qemu(struct monitor *monitor, int fd);

#endif
