// time-limit.c: ends a test program that hangs, with an iterator that is never done, say.
// HOST_TEST_SECONDS in the environment sets the limit for longer runs.

#include <stdlib.h>
#include <unistd.h>

#define SECONDS 60

__attribute__((constructor)) static void
limit_time(void) {
    const char *seconds = getenv("HOST_TEST_SECONDS");
    alarm(seconds != NULL ? (unsigned) strtoul(seconds, NULL, 10) : SECONDS);
}
