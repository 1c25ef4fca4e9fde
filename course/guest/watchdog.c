// watchdog.c: ends a run whose clock stands still because the kernel loops with interrupts off, and
// reports where it was. QEMU's watchdog is an iBASE 700 (one port): it counts the guest's own time,
// and if nothing resets it in time, it sends an interrupt that nothing masks. The linker redirects
// calls of trap here.

#include "watchdog.h"
#include "addresses.h"
#include "backtrace.h"
#include "interrupts.h"
#include "kernel.h"
#include "report.h"
#include "x86.h"

enum { WATCHDOG_PORT = 0x443, WATCHDOG_2_SECONDS = 0xE, WATCHDOG_OFF_PORT = 0x441 };

void
watchdog_feed(void) {
    outb(WATCHDOG_PORT, WATCHDOG_2_SECONDS);
}

void
watchdog_stop(void) {
    outb(WATCHDOG_OFF_PORT, 0);
}

void __real_trap(regstate *regs);

void
__wrap_trap(regstate *regs) {
    if (regs->reg_intno == INT_NMI) {
        report_line("hangs");
        report_trace(backtrace_of(regs, page_table_in_force(), NULL));
        report_over();
    } else if (regs->reg_intno >= INT_IRQ) { // of a device, the timer's for example
        watchdog_feed();
    }
    __real_trap(regs);
}
