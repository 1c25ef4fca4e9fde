#ifndef WEENSY_ATTACK_H
#define WEENSY_ATTACK_H

// attack.h: what the hostile acts have in common. The end of this header lists the files with the
// acts. A program that is linked with them (main.c, tests/guest/protections.c) tries one after
// the other, each in a child. Meanwhile a heartbeat must go on, and the page of a witness must not
// change.
//
// The acts are data: adding one is adding a line. Each names its guards: protections, by their
// names in tests/kernel/without.c, separated by commas. Without all of them the act gets through or
// breaks the kernel. HARMLESS: even without any protection there is nothing to gain, and the kernel
// just has to go on.

#include "u-lib.h"

#define HARMLESS ""

// What an attacker knows from reading the kernel's source.
#define KERNEL_TEXT (KERNEL_START_ADDR + PAGESIZE)
#define KERNEL_STACK (KERNEL_STACK_TOP - 64)
#define DIRECT_MAP 0xFFFF800000000000 // where the kernel sees all physical memory
#define HOLE 0x0000800000000000       // the lowest address that is not canonical
#define CONSOLE_END (CONSOLE_ADDR + PAGESIZE)

#define FREE_MEMORY 0x280000  // from here to the stack nothing is mapped,
#define WITNESS_PAGE 0x2C0000 // except the witness's page; the others have one there, too

// What is hers.
extern char data[PAGESIZE]; // a writable page
extern const char text[];   // read-only data, which starts with a `ret`
extern char own_code[];     // a piece of her code that is never needed

// What the processes tell each other, in the room after the console's cells, where all can write.
enum outcome {
    NOTHING,         // nothing noted: the process has faulted
    AT_IT,           // the act takes some time; the process will note its outcome
    REFUSED,         // an error came back, or there was nothing to gain
    GOT_THROUGH,     // it succeeded
    EMULATORS_FAULT, // it succeeded, although every real processor refuses it
    UNPROTECTED,     // it succeeded, since this processor lacks what would stop it
};
struct notes {
    volatile uint32_t outcome;  // of the current act
    volatile int32_t result;    // of its system call
    volatile uint32_t beats;    // of the heartbeat
    volatile uint32_t changed;  // 1: the witness's page has changed
    volatile uint64_t frame[2]; // a stack frame, for one act
};
#define NOTES_OFFSET 0xFA8
static struct notes *const notes = (void *) (CONSOLE_ADDR + NOTES_OFFSET);
_Static_assert(NOTES_OFFSET + sizeof(struct notes) <= CURSORPOS_OFFSET, "then comes the cursor");

// trying(guards, act, object)
//    Begins an act, whose name is `act` followed by `object`. Returns true in a child, which then
//    commits the act and exits. Returns false in the parent, after it has reported the outcome, or
//    at once if this program skips the act.
bool trying(const char *guards, const char *act, const char *object);

// IN_CHILD(guards, act, object, ...)
//    Tries an act: the statements.
#define IN_CHILD(guards, act, object, ...)                                                         \
    do {                                                                                           \
        if (trying((guards), (act), (object))) {                                                   \
            __VA_ARGS__;                                                                           \
            sys_exit();                                                                            \
        }                                                                                          \
    } while (0)

// ACT(guards, name, assembly...)
//    Tries an act that consists of machine instructions. It succeeds if it reaches their end.
#define ACT(guards, name, ...) IN_CHILD(guards, name, "", __asm__ volatile(__VA_ARGS__); note(true))

// note(success), note_result(result)
//    An act that survives calls one of them, and says whether it succeeded, or what its system call
//    returned.
static inline void
note(bool success) {
    notes->outcome = success ? GOT_THROUGH : REFUSED;
}

static inline void
note_result(long result) {
    notes->result = (int32_t) result;
    note(result >= 0);
}


// stage.c

// fork_or_wait()
//    Calls sys_fork until there is a slot, and returns its result.
pid_t fork_or_wait(void);

// yield_turns(n)
//    Lets each other process run for `n` turns.
void yield_turns(int n);

// start_heartbeat_and_witness(), heart_beats()
//    Starts two processes that never end. heart_beats says whether the heartbeat still goes on; the
//    witness notes it if its page changes.
void start_heartbeat_and_witness(void);
bool heart_beats(void);


// processor.c

// note_privileged()
//    An act calls it after an instruction that faults at every privilege level except 0, whatever
//    the kernel does (SDM vol. 3A, 5.9). If the privilege level is not 0, then it is the emulator's
//    fault that the instruction did not. (QEMU 8 and later let `invd` and `wbinvd` pass.)
void note_privileged(void);

// judged(outcome, guards)
//    The outcome of an act with these guards: UNPROTECTED if it got through since this processor
//    lacks its one guard. (Of several guards, at least one is not the processor's.)
enum outcome judged(enum outcome outcome, const char *guards);


// attack.c

// report_all()
//    Prints the acts that got through lately, the number of acts by outcome, and how the heartbeat
//    and the witness are.
void report_all(void);


// The acts

// attack_by_everything()
//    Tries all acts, in order (all.c).
void attack_by_everything(void);

void attack_by_address(void);           // calls.c
void attack_by_call(void);              // calls.c
void attack_memory(void);               // memory.c
void attack_control(void);              // instructions.c
void attack_by_extensions(void);        // instructions.c
void attack_by_local_descriptors(void); // descriptors.c
void attack_ports(void);                // ports.c
void attack_by_exceptions(void);        // exceptions.c
void attack_by_interrupts(void);        // exceptions.c
void attack_what_is_left(void);         // leaks.c
void attack_resources(void);            // bombs.c
void attack_pipe(void);                 // pipe.c

// run_at(address)
//    Calls `address`, and notes success if the call returns.
void run_at(uintptr_t address);

// empty_pipe(n)
//    Takes `n` bytes out of the pipe.
void empty_pipe(ssize_t n);

#endif
