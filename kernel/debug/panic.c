// panic.c: the end of the kernel, when one of its invariants is broken. Nothing that a process does
// leads here.

#include "addresses.h"
#include "assert.h"
#include "backtrace.h"
#include "command.h"
#include "console.h"
#include "disk-image.h"
#include "fault.h"
#include "interrupts.h"
#include "keyboard.h"
#include "log.h"
#include "power.h"
#include "printf.h"
#include "screen.h"
#include "x86.h"

static void panic_in(backtrace bt, const char *format, va_list arguments) never_returns;

void
panic(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    panic_in(backtrace_here(page_table_in_force(), NULL), format, arguments);
}

void
panic_of(const regstate *regs, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    panic_in(backtrace_of(regs, page_table_in_force(), NULL), format, arguments);
}

static void
panic_in(backtrace bt, const char *format, va_list arguments) {
    static bool panicking;
    if (panicking) { // the report itself has panicked
        end_run(EXIT_PANIC);
        triple_fault();
    }
    panicking = true;

    char message[256];
    vsnprintf(message, sizeof(message), format, arguments);
    console_printf("\n" CS_ERROR "KERNEL PANIC: %s" CS_NORMAL "\n", message);
    log_printf("KERNEL PANIC: %s\n", message); // before the backtrace: the stack may be broken
    const char *trace = backtrace_text(bt);
    console_printf("%s", trace);
    log_printf("%s", trace);
    screen_flush();

    // With hold=1 the host would close the window that shows the message, so wait for a key first.
    if (!command_option(disk_image_info()->command, "hold", 0)) {
        end_run(EXIT_PANIC);
    }
    console_printf("Press a key to leave.\n");
    while (keyboard_getc() < 0) {
        wait_for_interrupt();
    }
    end_run(EXIT_PANIC);
    triple_fault();
}
