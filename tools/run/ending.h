#ifndef WEENSY_ENDING_H
#define WEENSY_ENDING_H

// ending.h: how a run can end.

#include "types.h"

enum ending {
    RUNNING,
    ENDED,       // the guest ended the run, or turned the machine off
    LEFT,        // the user pressed Control-C, or closed gdb, the window or standard output
    SCREEN_REST, // headless: the screen has not changed for long
    TIME_OUT,
    FOUND, // the text that the run waits for is on the screen
    PANICKED,
    BOOT_FAILED,
    RESET,
    WEDGED,
    QEMU_SILENT,
    QEMU_FAILED,
};

// ending_of_qemu(status, code, reset)
//    How the run ended, by QEMU's exit status as waitpid returns it. code: the guest's exit code,
//    if it came separately; else 0. reset: the guest reset itself.
enum ending ending_of_qemu(int status, uint8_t code, bool reset) must_check;

// ending_of_code(code)
//    How the run ended, by the guest's exit code (lib/exit-codes.h).
enum ending ending_of_code(uint8_t code) must_check;

#endif
