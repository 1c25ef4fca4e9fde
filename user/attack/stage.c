// stage.c: the stage of the acts: her own memory, and the two processes that look on, the heartbeat
// and the witness.

#include "attack.h"

char data[PAGESIZE] __attribute__((aligned(PAGESIZE)));
const char text[] = "\xC3 read-only data";

__asm__("        .section .text.own_code, \"ax\"\n"
        "        .globl own_code\n"
        "own_code:\n"
        "        .fill 64, 1, 0xC3\n"
        "        .previous\n");

pid_t
fork_or_wait(void) {
    pid_t pid;
    while ((pid = sys_fork()) < 0) {
        sys_yield();
    }
    return pid;
}

void
yield_turns(int n) {
    for (int turn = 0; turn < n; ++turn) {
        sys_yield();
    }
}

static void never_returns
beat(void) {
    for (;;) {
        notes->beats += 1;
        sys_yield();
    }
}

bool
heart_beats(void) {
    uint32_t before = notes->beats;
    for (int turn = 0; turn < 20 && notes->beats == before; ++turn) {
        sys_yield();
    }
    return notes->beats != before;
}

static void never_returns
bear_witness(void) {
    const char *page = (const char *) WITNESS_PAGE;
    for (;;) {
        for (size_t i = 0; i < PAGESIZE; ++i) {
            if (page[i] != 'W') {
                notes->changed = 1;
            }
        }
        sys_yield();
    }
}

void
start_heartbeat_and_witness(void) {
    *notes = (struct notes) {0};
    sys_page_alloc((void *) WITNESS_PAGE);
    memset((void *) WITNESS_PAGE, 'W', PAGESIZE);
    if (fork_or_wait() == 0) {
        beat();
    }
    if (fork_or_wait() == 0) {
        bear_witness();
    }
}
