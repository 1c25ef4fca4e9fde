// ending.c: tells from exit statuses how a run ended.

#include "ending.h"
#include "exit-codes.h"

#include <sys/wait.h>

enum ending
ending_of_qemu(int status, uint8_t code, bool reset) {
    if (!WIFEXITED(status)) {
        return QEMU_FAILED;
    } else if (code != 0) {
        return ending_of_code(code);
    }
    status = WEXITSTATUS(status);
    if (status == 0) { // powered off; or its window was closed; or it reset itself (-no-reboot)
        return reset ? RESET : ENDED;
    }
    return status % 2 == 1 ? ending_of_code((uint8_t) (status / 2)) : QEMU_FAILED;
}

enum ending
ending_of_code(uint8_t code) {
    switch (code) {
    case EXIT_OK: return ENDED;
    case EXIT_PANIC: return PANICKED;
    case EXIT_BOOT_FAILED: return BOOT_FAILED;
    default: return QEMU_FAILED;
    }
}
