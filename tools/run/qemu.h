#ifndef WEENSY_QEMU_H
#define WEENSY_QEMU_H

// qemu.h: starts QEMU, with the lines that connect it to the tool.

#include "options.h"

struct qemu {
    pid_t pid;
    int serial;  // pipe: what the guest's first serial line sends; -1 once QEMU has ended
    int keys;    // pipe: what it receives
    int strace;  // pipe: what it reports about system calls, or -1
    int exit;    // pipe: how it ends, if the run is repeatable; or -1
    int monitor; // socket: the monitor; -1 once QEMU has closed it
};

// start_qemu(options)
//    Starts it with the copied image. The guest waits until the monitor or gdb starts it.
struct qemu start_qemu(const struct options *options) must_check;

#endif
