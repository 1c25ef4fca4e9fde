// start-and-end.c: how a run of a check starts and ends: with its orders, and with the watchdog at
// work. The linker leads the call of kernel_start here.

#include "kernel.h"
#include "report.h"
#include "watchdog.h"

void __real_kernel_start(const char *command) never_returns;

void never_returns
__wrap_kernel_start(const char *command) {
    report_take_orders();
    watchdog_feed();
    __real_kernel_start(command);
}

void
report_end(void) {
    watchdog_stop(); // QEMU may take a while to end
    report_over();
}
