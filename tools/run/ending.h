#ifndef WEENSY_ENDING_H
#define WEENSY_ENDING_H

// ending.h: how a run can end.

#include "types.h"

enum ending {
    RUNNING,
    ENDED,       // the guest ended the run, or switched the machine off
    LEFT,        // Control-C, or somebody closed gdb, the window, or standard output
    SCREEN_REST, // headless: nothing moves any longer
    TIME_OUT,
    FOUND, // the text to wait for is on the screen
    PANICKED,
    BOOT_FAILED,
    RESET,
    WEDGED,
    QEMU_SILENT,
    QEMU_FAILED,
};

// ending_of_qemu(status, code, reset)
//    How the run ended, by QEMU's exit status as waitpid has it. code: the guest's, if it came
//    separately, or 0. reset: the guest reset itself.
enum ending ending_of_qemu(int status, uint8_t code, bool reset) must_check;

// ending_of_code(code)
//    How the run ended, by the code with which the guest ended it.
enum ending ending_of_code(uint8_t code) must_check;

#endif
