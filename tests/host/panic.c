// panic.c: the tests' panic. It fails the test, except within expect_panic, which it returns to.

#include "test.h"
#include "assert.h"

void
panic(const char *format, ...) {
    static char message[256]; // static: expect_panic prints it after the jump
    va_list arguments;
    va_start(arguments, format);
    host_vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    mock_assert(false, message, "panic", 0);
    abort(); // not reached
}
