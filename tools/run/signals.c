// signals.c: signals that ask the tool to end.

#include "signals.h"
#include "types.h"

volatile sig_atomic_t signal_caught;

static void
note_signal(int number) {
    signal_caught = number;
}

void
catch_signals(void) {
    static const int numbers[] = {SIGINT,  SIGTERM, SIGHUP,  SIGQUIT,
                                  SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU};
    struct sigaction action = {.sa_handler = note_signal}; // no SA_RESTART: waiting is interrupted
    for (unsigned i = 0; i < ARRAY_SIZE(numbers); ++i) {
        sigaction(numbers[i], &action, NULL);
    }
    signal(SIGPIPE, SIG_IGN);
}
