// start-and-end.c: starts and ends the run of a check: it reads the orders, and the watchdog is at
// work. The linker redirects the call of kernel_start here.

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
