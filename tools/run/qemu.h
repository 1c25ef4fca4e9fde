#ifndef WEENSY_QEMU_H
#define WEENSY_QEMU_H

// qemu.h: starts QEMU, connected to the tool.

#include "options.h"

struct qemu {
    pid_t pid;
    int serial;  // pipe: what the guest's first serial line sends; -1 once QEMU has ended
    int keys;    // pipe: what that serial line receives
    int strace;  // pipe: the guest's reports about system calls, or -1
    int exit;    // pipe: the guest's exit code, if the run is repeatable; or -1
    int monitor; // socket: QEMU's monitor; -1 once QEMU has closed it
};

// start_qemu(options)
//    Starts QEMU with the run's copy of the image. The guest waits until the monitor or gdb starts
//    it.
struct qemu start_qemu(const struct options *options) must_check;

#endif
