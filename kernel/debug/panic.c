// panic.c: the end of the kernel. For broken invariants alone; nothing a process does leads here.

#include "assert.h"
#include "backtrace.h"
#include "command.h"
#include "console.h"
#include "disk-image.h"
#include "interrupts.h"
#include "kernel.h"
#include "keyboard.h"
#include "log.h"
#include "power.h"
#include "printf.h"
#include "screen.h"

static void print_everywhere(const char *format, ...) printf_like(1, 2);
static void wait_for_key(void);

void
panic(const char *format, ...) {
    static bool panicking;
    if (panicking) { // in the midst of telling about another
        end_run(EXIT_PANIC);
        reboot();
    }
    panicking = true;

    char message[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    print_everywhere("\n" CS_ERROR "KERNEL PANIC: %s" CS_NORMAL "\n", message);
    backtrace_print(backtrace_here(kernel_pagetable, NULL), print_everywhere);
    screen_update();

    if (!command_option(disk_image_info()->command, "hold", 0)) {
        end_run(EXIT_PANIC);
    }
    console_printf("Press a key to leave.\n");
    wait_for_key();
    end_run(EXIT_PANIC);
    reboot();
}

static void
print_everywhere(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    console_vprintf(format, arguments);
    va_end(arguments);
    va_start(arguments, format);
    log_vprintf(format, arguments);
    va_end(arguments);
}

static void
wait_for_key(void) {
    while (keyboard_getc() < 0) {
        wait_for_interrupt();
    }
}
