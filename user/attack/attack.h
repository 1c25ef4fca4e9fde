#ifndef WEENSY_ATTACK_H
#define WEENSY_ATTACK_H

// attack.h: what the hostile acts have in common. The acts are in the files that end this header; a
// program that is linked with them (attack.c; tests/guest/protections.c) tries one after the other,
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

// What is hers.
extern char data[PAGESIZE]; // a page of it
extern const char text[];   // read-only data, which starts with a `ret`
extern char own_code[];     // a piece of her code that nobody needs

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
bool trying(const char *guards, const char *act, const char *object);

// IN_CHILD(guards, act, object, ...)
//    The act that consists of the statements.
#define IN_CHILD(guards, act, object, ...)                                                         \
    do {                                                                                           \
        if (trying((guards), (act), (object))) {                                                   \
            __VA_ARGS__;                                                                           \
            sys_exit();                                                                            \
        }                                                                                          \
    } while (0)

// ACT(guards, name, assembly...)
//    The act that consists of machine instructions, and succeeds if it comes to their end.
#define ACT(guards, name, ...) IN_CHILD(guards, name, "", __asm__ volatile(__VA_ARGS__); note(true))

// note(success), note_result(result)
//    What an act calls when it is still there: did it succeed? What did its system call return?
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
//    sys_fork, as soon as there is a slot.
pid_t fork_or_wait(void);

// yield_turns(n)
//    Lets all others do what they do in `n` turns.
void yield_turns(int n);

// start_heartbeat_and_witness(), heart_beats()
//    Two processes that never end. Does the first go on? The second notes it if its page changes.
void start_heartbeat_and_witness(void);
bool heart_beats(void);


// processor.c

// note_privileged()
//    What an act calls behind an instruction that faults at any privilege level but 0, whatever the
//    kernel has told the processor (SDM vol. 3A, 5.9). If the level is another one, the kernel has
//    done its part. (QEMU 8 and later do so with `invd` and `wbinvd`.)
void note_privileged(void);

// judged(outcome, guards)
//    The outcome of an act with these guards: it may be that this processor lacks what would stop
//    it. (Of several guards one at least is not the processor's.)
enum outcome judged(enum outcome outcome, const char *guards);


// attack.c

// report_all()
//    Prints the acts that got through lately, the number of acts by outcome, and how the heartbeat
//    and the witness are.
void report_all(void);


// The acts

// attack_by_everything()
//    All of them, in order: all.c.
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
//    Calls what is there, and notes that the act has succeeded if that returns.
void run_at(uintptr_t address);

// empty_pipe(n)
//    Takes `n` bytes out of the pipe.
void empty_pipe(ssize_t n);

#endif
