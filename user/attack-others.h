#ifndef WEENSY_ATTACK_OTHERS_H
#define WEENSY_ATTACK_OTHERS_H

// attack-others.h: hostile acts against other processes: taking all there is, leaving the pipe at a
// bad moment, looking for what others have left.

#include "attack-calls.h"

// What takes all there is of something

// fork_bomb()
//    All children fork, too, until there is no slot; then they stop, so that other acts can go on.
static void
fork_bomb(void) {
    notes->outcome = AT_IT;
    long r = 0;
    while (notes->outcome == AT_IT && (r = sys_fork()) >= 0) {
    }
    if (r < 0) {
        note_result(r);
    }
}

// memory_bomb()
//    Takes all of her own memory, and forks, so that others take as much.
static void
memory_bomb(void) {
    const uintptr_t memory_end = MEMSIZE_VIRTUAL - PAGESIZE;
    long r = 0;
    notes->outcome = AT_IT;
    for (uintptr_t a = FREE_MEMORY - 0x80000; a < memory_end && r >= 0; a += PAGESIZE) {
        r = sys_page_alloc((void *) a);
    }
    while (r >= 0 && (r = sys_fork()) > 0) {
    }
    if (r == 0) {
        yield_turns(4);
    } else {
        note_result(r);
    }
}

// loop_for_ever()
//    Or as good as: does nobody else get a turn?
static void
loop_for_ever(void) {
    notes->outcome = AT_IT;
    uint32_t before = notes->beats;
    for (uint64_t until = ticks + 20; ticks < until;) {
    }
    note(notes->beats == before);
}

static void
attack_resources(void) {
    IN_CHILD("limits", "bomb: ", "pages, until there are no more", memory_bomb());
    IN_CHILD("limits", "bomb: ", "processes, until there are no slots", fork_bomb());
    IN_CHILD("preemption", "bomb: ", "a loop without end", loop_for_ever());
}


// The pipe: whoever leaves it, and whenever, it serves those who stay

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

#define PIPE_FULL (PAGESIZE + 1) // more bytes than it takes

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
//    Three processes enter, one after the other; then a byte has to find its way.
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

static void
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


// What is left over from others

// find_left_over_bytes()
//    Are a process's bytes still there when its pages have become somebody else's?
static bool
find_left_over_bytes(void) {
    enum { PAGES = 8 };
    char *const pages = (char *) FREE_MEMORY;
    notes->outcome = AT_IT;
    pid_t pid = fork_or_wait();
    bool found = false;
    yield_turns(pid == 0 ? 0 : 6);
    for (char *page = pages; page < pages + PAGES * PAGESIZE; page += PAGESIZE) {
        sys_page_alloc(page);
        found |= pid != 0 && memcmp(page, "secret", 6) == 0;
        memcpy(page, "secret", 6);
    }
    if (pid == 0) {
        sys_exit();
    }
    return found;
}

static bool
find_kernel_address_in_registers(void) {
    uint64_t rcx, r11;
    __asm__ volatile("syscall; mov %%r11, %1"
                     : "=c"(rcx), "=r"(r11)
                     : "a"(SYSCALL_GETPID)
                     : "r11");
    return rcx > MEMSIZE_VIRTUAL || rcx < PROC_START_ADDR || r11 > 0xFFFFFF;
}

// find_segment_of_another()
//    A selector in %gs is not used for anything, and passed on it would be a message.
static bool
find_segment_of_another(void) {
    notes->outcome = AT_IT;
    if (fork_or_wait() == 0) {
        for (int turn = 0; turn < 4; ++turn) {
            __asm__ volatile("mov %0, %%gs; syscall"
                             :
                             : "r"(0x23), "a"(SYSCALL_YIELD)
                             : "rcx", "r11");
        }
        sys_exit();
    }
    uint64_t selector = 0;
    for (int turn = 0; turn < 6 && selector == 0; ++turn) {
        sys_yield();
        __asm__ volatile("mov %%gs, %0" : "=r"(selector));
    }
    return (uint16_t) selector != 0;
}

// keeps_flag(flag)
//    Is a flag of the system still set after a system call?
static bool
keeps_flag(uint64_t flag) {
    uint64_t after;
    __asm__ volatile("pushq %1; popfq; syscall; pushfq; popq %0; pushq $2; popfq"
                     : "=r"(after)
                     : "r"(flag | 2), "a"(SYSCALL_GETPID)
                     : "rcx", "r11", "cc", "memory");
    return (after & flag) != 0;
}

static void
attack_what_is_left(void) {
    IN_CHILD("zeroing", "leak: ", "what others left on pages that are hers now",
             note(find_left_over_bytes()));
    IN_CHILD("registers", "leak: ", "kernel addresses after a system call",
             note(find_kernel_address_in_registers()));
    IN_CHILD("segments", "leak: ", "what another has in %gs", note(find_segment_of_another()));
    IN_CHILD("return-flags", "leak: ", "flag NT, kept by a system call", note(keeps_flag(1 << 14)));
    IN_CHILD("return-flags", "leak: ", "flag AC, kept by a system call", note(keeps_flag(1 << 18)));
    IN_CHILD("private", "leak: ", "memory that a relative has at the same address",
             notes->outcome = AT_IT;
             *(volatile char *) WITNESS_PAGE = 'X'; yield_turns(4); note(notes->changed));
}

#endif
