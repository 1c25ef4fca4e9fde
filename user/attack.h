#ifndef WEENSY_ATTACK_H
#define WEENSY_ATTACK_H

// attack.h: what the hostile acts have in common, of which attack-all.h includes the lists. A
// program that does, too (attack.c; tests/guest/protections.c), tries the acts one after the other,
// each in a child, beside a heartbeat, which must go on, and a witness, whose page must stay as it
// is.
//
// The acts are data: adding one is adding a line. Each names its guards: the protections, as
// tests/kernel/without.c has them, without which it gets through or breaks the kernel; several with
// commas between them if all have to go. HARMLESS: even without any there is nothing to gain, and
// the kernel must just go on.

#include "u-lib.h"

#define HARMLESS ""

// What an attacker knows from reading the kernel's source.
#define KERNEL_TEXT (KERNEL_START_ADDR + PAGESIZE)
#define KERNEL_STACK (KERNEL_STACK_TOP - 64)
#define DIRECT_MAP 0xFFFF800000000000 // where the kernel sees all physical memory
#define HOLE 0x0000800000000000       // the lowest address that is not canonical
#define CONSOLE_END (CONSOLE_ADDR + PAGESIZE)

#define FREE_MEMORY 0x280000  // from here to the stack nothing is mapped,
#define WITNESS_PAGE 0x2C0000 // but this page: the witness's, and everybody has one there

static char data[PAGESIZE] __attribute__((aligned(PAGESIZE)));
static const char text[] = "\xC3 read-only data"; // starts with a `ret`

// A piece of her own code that nobody needs.
extern char own_code[];
__asm__("        .section .text.own_code, \"ax\"\n"
        "own_code:\n"
        "        .fill 64, 1, 0xC3\n"
        "        .previous\n");

// What the processes tell each other, in the room behind the console's cells, which all can write.
enum outcome {
    NOTHING,         // not heard of: the process has faulted
    AT_IT,           // it takes some time; the process will say when it has done
    REFUSED,         // an error came back, or there was nothing to gain
    GOT_THROUGH,     // it succeeded
    EMULATORS_FAULT, // it succeeded, which no processor lets it, nor any kernel can make it
    UNPROTECTED,     // it succeeded, since the processor lacks what would stop it
};
struct notes {
    volatile uint32_t outcome;  // of the act that is being tried
    volatile int32_t result;    // of its system call
    volatile uint32_t beats;    // of the heartbeat
    volatile uint32_t changed;  // has the witness's page?
    volatile uint64_t frame[2]; // a stack frame, for one act
};
#define NOTES_OFFSET 0xFA8
static struct notes *const notes = (void *) (CONSOLE_ADDR + NOTES_OFFSET);
_Static_assert(NOTES_OFFSET + sizeof(struct notes) <= CURSORPOS_OFFSET, "then comes the cursor");

// trying(guards, act, object)
//    Begins an act, whose name is `act` and `object` together. In a child it returns true: that one
//    commits the act, and ends. In the parent it returns false when the outcome is known and told,
//    or if the act is not to be tried.
static bool trying(const char *guards, const char *act, const char *object);

// IN_CHILD(guards, act, object, ...)
//    The act that consists of the statements.
#define IN_CHILD(guards, act, object, ...)                                                         \
    do {                                                                                           \
        if (trying((guards), (act), (object))) {                                                   \
            __VA_ARGS__;                                                                           \
            sys_exit();                                                                            \
        }                                                                                          \
    } while (0)

// note(success), note_result(result)
//    What an act calls when it is still there: did it succeed? What did its system call return?
static void
note(bool success) {
    notes->outcome = success ? GOT_THROUGH : REFUSED;
}

static void
note_result(long result) {
    notes->result = (int32_t) result;
    note(result >= 0);
}

static pid_t
fork_or_wait(void) {
    pid_t pid;
    while ((pid = sys_fork()) < 0) {
        sys_yield();
    }
    return pid;
}

// yield_turns(n)
//    Lets all others do what they do in `n` turns.
static void
yield_turns(int n) {
    for (int turn = 0; turn < n; ++turn) {
        sys_yield();
    }
}


// The heartbeat and the witness

static void never_returns
beat(void) {
    for (;;) {
        notes->beats += 1;
        sys_yield();
    }
}

static bool
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

static void
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

#endif
