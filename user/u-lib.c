// u-lib.c: what programs bring to the shared library: where the console is, and how they panic.

#include "u-lib.h"

volatile uint16_t *const console = (volatile uint16_t *) CONSOLE_ADDR;

void
panic(const char *format, ...) {
    char message[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    sys_panic(message);
}
