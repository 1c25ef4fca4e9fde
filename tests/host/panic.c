// panic.c: the tests' panic. It fails the test, except within expect_panic, to which it returns.
// Its last message is in panic_message.

#include "test.h"
#include "assert.h"

char panic_message[256]; // expect_panic prints it after the jump

void
panic(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    host_vsnprintf(panic_message, sizeof(panic_message), format, arguments);
    va_end(arguments);
    mock_assert(false, panic_message, "panic", 0);
    abort(); // not reached
}
