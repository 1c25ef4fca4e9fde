// pipe.c: hostile acts with the pipe. Whichever process leaves it, and whenever, the pipe must
// serve those that stay.

#include "attack.h"

void
empty_pipe(ssize_t n) {
    while (n > 0) {
        n -= sys_piperead(data, min((size_t) n, sizeof(data)));
    }
}

static void
fault(void) {
    __asm__ volatile("ud2");
}

static void
write_bytes(ssize_t n) {
    while (n > 0) {
        n -= sys_pipewrite(data, min((size_t) n, sizeof(data)));
    }
}

#define PIPE_FULL (PAGESIZE + 1) // one byte more than fits the pipe

static void leave(void) {}
static void read_byte(void) { empty_pipe(1); }
static void read_and_fault(void) { empty_pipe(1); fault(); }
static void read_full(void) { empty_pipe(PIPE_FULL); }
static void read_more(void) { empty_pipe(PIPE_FULL + 1); }
static void read_rest(void) { empty_pipe(PIPE_FULL - 1); }
static void read_into_kernel(void) { sys_piperead((void *) KERNEL_TEXT, 1); }
static void write_byte(void) { write_bytes(1); }
static void write_and_fault(void) { write_bytes(1); fault(); }
static void write_full(void) { write_bytes(PIPE_FULL); }
static void write_kernel(void) { sys_pipewrite((void *) KERNEL_TEXT, 1); }
static void write_four(void) { write_bytes(4); }

static void
read_by_four(void) {
    for (int i = 0; i < 3 && fork_or_wait() != 0; ++i) {
    }
    read_byte();
}

// pipe_scene(first, second, rescue)
//    Three processes play their roles, one after the other. After that the pipe must still carry a
//    byte.
static void
pipe_scene(void (*first)(void), void (*second)(void), void (*rescue)(void)) {
    notes->outcome = AT_IT;
    void (*const roles[])(void) = {first, second, rescue};
    for (size_t i = 0; i < ARRAY_SIZE(roles); ++i) {
        if (fork_or_wait() == 0) {
            roles[i]();
            sys_exit();
        }
        yield_turns(6);
    }
    char c = 'a';
    sys_pipewrite(&c, 1);
    c = '\0';
    note(!(sys_piperead(&c, 1) == 1 && c == 'a'));
}

void
attack_pipe(void) {
    static const struct {
        const char *name;
        void (*first)(void), (*second)(void), (*rescue)(void);
    } scenes[] = {
        {"a reader waits, a writer ends", read_byte, leave, write_byte},
        {"a reader waits, a writer faults", read_byte, fault, write_byte},
        {"a reader waits, a writer is refused", read_byte, write_kernel, write_byte},
        {"a reader waits, a writer writes and faults", read_byte, write_and_fault, leave},
        {"a reader faults with what it waited for", read_and_fault, write_byte, leave},
        {"four readers wait, one writer", read_by_four, leave, write_four},
        {"a writer waits, a reader ends", write_full, leave, read_full},
        {"a writer waits, a reader faults", write_full, fault, read_full},
        {"a writer waits, a reader is refused", write_full, read_into_kernel, read_full},
        {"a writer waits, a reader reads and faults", write_full, read_and_fault, read_rest},
        {"a writer ends with a byte in the pipe", write_byte, leave, read_byte},
        {"a writer faults with a byte in the pipe", write_and_fault, leave, read_byte},
        {"two writers wait, one faults afterwards", write_full, write_and_fault, read_more},
    };
    for (size_t i = 0; i < ARRAY_SIZE(scenes); ++i) {
        IN_CHILD(HARMLESS, "pipe: ", scenes[i].name,
                 pipe_scene(scenes[i].first, scenes[i].second, scenes[i].rescue));
    }
}
