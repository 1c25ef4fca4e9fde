// pipereader: prints what pipewriter says. A call may return part of a message, or the end of one
// and the start of the next. Only the newline shows where a message ends.

#include "u-lib.h"

static char buffer[256]; // what has arrived and is not yet printed, and a NUL; messages are shorter
static size_t filled;    // bytes that have arrived

// receive(calls)
//    Waits until the buffer has a whole message, and returns its size. Stores in `*calls` how many
//    system calls that took.
static size_t
receive(int *calls) {
    const char *newline;
    for (*calls = 0; (newline = strchr(buffer, '\n')) == NULL; ++*calls) {
        ssize_t n = sys_piperead(buffer + filled, sizeof(buffer) - 1 - filled);
        assert_gt(n, 0);
        filled += n;
        buffer[filled] = '\0';
    }
    return newline + 1 - buffer;
}

void
process_main(void) {
    for (;;) {
        int calls;
        size_t size = receive(&calls);
        console_printf(CS_GREEN "%d sys_piperead calls for %zuB: read %.*s" CS_NORMAL, calls, size,
                       (int) size, buffer);
        filled -= size;
        memmove(buffer, buffer + size, filled + 1);
    }
}
