#ifndef WEENSY_QEMU_H
#define WEENSY_QEMU_H

// qemu.h: QEMU, started, and what connects it with the tool.

#include "options.h"

struct qemu {
    pid_t pid;
    int serial;  // pipe: what the guest's first serial line sends; -1 once QEMU has ended
    int keys;    // pipe: what it receives
    int strace;  // pipe: what it tells of system calls, or -1
    int exit;    // pipe: how it ends, of a run that is recorded or replayed; or -1
    int monitor; // socket: the monitor; -1 once QEMU has closed it
};

// start_qemu(options)
//    Starts it on the copied image; stopped, with a socket for gdb, in that mode.
struct qemu start_qemu(const struct options *options) must_check;

#endif
