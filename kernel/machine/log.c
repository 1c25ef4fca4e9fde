// log.c: writes to the debug port of QEMU and Bochs. On a machine without one, the log is lost.

#include "log.h"
#include "printf.h"
#include "x86.h"

enum { DEBUG_PORT = 0xE9 };

static void
put_in_log(struct printer *printer, char c) {
    (void) printer;
    outb(DEBUG_PORT, (uint8_t) c);
}

void
log_vprintf(const char *format, va_list arguments) {
    struct printer printer = {put_in_log};
    vprinter(&printer, format, arguments);
}

void
log_printf(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    log_vprintf(format, arguments);
    va_end(arguments);
}
