// pipewriter: says something to pipereader now and then. The pipe carries bytes and knows no
// messages, so writer and reader agree on the form of a message: it ends with a newline.

#include "u-lib.h"

static const char *const messages[] = {
    "Hello, friend!\n",
    "Is this the right pipe?\n",
    "None of these bytes will be lost.\n",
};

// send(message)
//    Writes all of `message`. Returns how many system calls that took.
static int
send(const char *message) {
    int calls = 0;
    for (size_t left = strlen(message); left > 0; ++calls) {
        ssize_t n = sys_pipewrite(message, left);
        assert_gt(n, 0);
        message += n;
        left -= n;
    }
    return calls;
}

void
process_main(void) {
    for (;;) {
        const char *message = messages[rand_range(0, ARRAY_SIZE(messages) - 1)];
        int calls = send(message);
        console_printf(CS_YELLOW "%d sys_pipewrite calls for %zuB: wrote %s" CS_NORMAL, calls,
                       strlen(message), message);
        wait_ticks(rand_range(HZ / 2, 2 * HZ));
    }
}
