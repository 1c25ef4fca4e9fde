#ifndef WEENSY_TRIAL_H
#define WEENSY_TRIAL_H

// trial.h: what the programs of the problem set's checks use. A trial ends with trial_wrong or
// trial_passed, in whichever process comes to it first.

#include "judge-calls.h"
#include "u-lib.h"

// What differs in variants of the problem set (course/pset/variant.py).
#ifndef VARIANT_STACK_PAGES
#define VARIANT_STACK_PAGES 1
#define VARIANT_REFUSES 0 // does sys_page_alloc refuse an address where a page is?
#endif
#define STACK_START (MEMSIZE_VIRTUAL - VARIANT_STACK_PAGES * PAGESIZE)

// Memory that all processes of a trial share, all 0 when it starts: in the one page that every
// process can write, the console's, after the cells and before what the console keeps.
#define SHARED_OFFSET 0xFA8
#define SHARED_SIZE (CONSOLE_SCROLLS_OFFSET - SHARED_OFFSET)
#define SHARED_MEMORY(type) ((type *) (CONSOLE_ADDR + SHARED_OFFSET))
_Static_assert(SHARED_OFFSET >= CONSOLE_CELLS * 2, "after the cells");

// judge(call, a, b)
//    Makes a call of judge-calls.h.
static inline long
judge(long call, uintptr_t a, uintptr_t b) {
    return system_call((long) check_calls + call, a, b);
}

// trial_wrong(step, format, ...)
//    The check fails, because of step `step`: one sentence that says what was seen.
static inline void printf_like(2, 3)
    never_returns trial_wrong(unsigned step, const char *format, ...) {
    char line[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof(line), format, arguments);
    va_end(arguments);
    for (;;) {
        judge(JUDGE_WRONG, step, (uintptr_t) line);
    }
}

// trying(format, ...)
//    Says what comes next, "sys_page_alloc(0x1000)": if the kernel panics or hangs, the message
//    says that it did so there.
static inline void printf_like(1, 2) trying(const char *format, ...) {
    char line[128];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof(line), format, arguments);
    va_end(arguments);
    judge(JUDGE_TRYING, (uintptr_t) line, 0);
}

// require(step, condition, format, ...)
//    Fails the check unless the condition holds.
#define require(step, condition, ...)                                                              \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            trial_wrong((step), __VA_ARGS__);                                                      \
        }                                                                                          \
    } while (0)

static inline void never_returns
trial_passed(void) {
    for (;;) {
        judge(JUDGE_PASSED, 0, 0);
    }
}

// free_page_count(), process_state(pid), physical(addr), refcount(addr)
//    What the judge sees of this process (judge-calls.h). `addr` is an address or a pointer.
static inline unsigned
free_page_count(void) {
    return (unsigned) judge(JUDGE_FREE_PAGES, 0, 0);
}
static inline int
process_state(pid_t pid) {
    return (int) judge(JUDGE_STATE, (uintptr_t) pid, 0);
}
#define physical(addr) ((uintptr_t) judge(JUDGE_PHYSICAL, (uintptr_t) (addr), 0))
#define refcount(addr) ((int) judge(JUDGE_REFCOUNT, (uintptr_t) (addr), 0))

// is_refused(kind, addr)
//    Does the processor refuse this access? `kind` is PROBE_READ, PROBE_WRITE or PROBE_EXECUTE.
//    PROBE_WRITE stores a 0 byte.
enum { PROBE_READ, PROBE_WRITE, PROBE_EXECUTE };
#define PROBE(instructions)                                                                        \
    __asm__ volatile("movq %%rsp, %%r12\n"                                                         \
                     "leaq 1f(%%rip), %%rdi\n"                                                     \
                     "syscall\n"                                                                   \
                     "xorl %%eax, %%eax\n" instructions "\n"                                       \
                     "1: movq %%r12, %%rsp\n"                                                      \
                     : "=a"(refused)                                                               \
                     : "a"((uintptr_t) check_calls + JUDGE_PROBE), "b"(addr)                       \
                     : "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "memory",      \
                       "cc")
static inline bool
is_refused(int kind, uintptr_t addr) {
    uint64_t refused;
    switch (kind) {
    case PROBE_READ: PROBE("movb (%%rbx), %%cl"); break;
    case PROBE_WRITE: PROBE("movb $0, (%%rbx)"); break;
    default: PROBE("callq *%%rbx"); break;
    }
    judge(JUDGE_PROBE, 0, 0);
    return refused != 0;
}

#endif
