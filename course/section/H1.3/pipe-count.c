// pipe-count.c: counts system calls for H1.3. Process 1 is a writer that waits between two
// messages, as pipewriter does; process 2 is a reader that does not know when a message comes. The
// build defines PAUSE, in ticks.

#include "check.h"

#define MESSAGES 3 // the first does not count: the writer does not wait before it

static const char message[] = "Bytes in, bytes out: two dozen.\n";

static void
write_messages(void) {
    for (int i = 0; i < MESSAGES; ++i) {
        long calls = 0;
        for (size_t done = 0; done < strlen(message); ++calls) {
            ssize_t n = sys_pipewrite(message + done, strlen(message) - done);
            done += n > 0 ? n : 0;
        }
        check_log("counted side=0 message=%d calls=%ld bytes=%zu", i, calls, strlen(message));
        wait_ticks(PAUSE);
    }
    for (;;) {
        sys_yield();
    }
}

static void
read_messages(void) {
    for (int i = 0; i < MESSAGES; ++i) {
        long calls = 0;
        char byte = 0;
        for (; byte != '\n'; ++calls) {
            sys_piperead(&byte, 1);
        }
        check_log("counted side=1 message=%d calls=%ld bytes=%zu", i, calls, strlen(message));
    }
    check_end();
}

void
process_main(void) {
    if (sys_getpid() == 1) {
        write_messages();
    }
    read_messages();
    check_end();
}
