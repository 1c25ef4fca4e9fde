// pipereader: prints what pipewriter says. A call may return a part of a message, or the end of one
// and the start of the next: only the newline shows where a message ends.

#include "u-lib.h"

static char buffer[256]; // what has arrived but is not printed yet, and a NUL; messages are shorter
static size_t filled;

// receive(calls)
//    Reads until the buffer holds a whole message. Returns the message's size, and in `*calls` the
//    number of system calls that it took.
static size_t
receive(int *calls) {
    const char *newline;
    for (*calls = 0; (newline = strchr(buffer, '\n')) == NULL; ++*calls) {
        ssize_t n = sys_piperead(buffer + filled, sizeof(buffer) - 1 - filled);
        if (n > 0) {
            filled += n;
            buffer[filled] = '\0';
        } else {
            assert(n == 0 || n == E_AGAIN); // the pipe was empty: try again
        }
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
