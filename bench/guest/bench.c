// bench: what operations cost, in instructions. Under QEMU's -icount shift=0 the time-stamp counter
// counts instructions, one for each iteration of a `rep`, so figures are exact, and the same on
// every run of one build. It tries each operation several times and takes the smallest figure,
// since the timer may interrupt one.

#include "bench-calls.h"
#include "u-lib.h"

#define ROUNDS 8

// What processes tell each other, in the room after the console's cells, where all can write.
static volatile uint64_t *const shared = (void *) (CONSOLE_ADDR + 0xFA8);

// Pages that it allocates after it has started the others, which would copy them: one for the
// pipe's bytes, and two more, so that it has five with those of the variables and the stack.
#define BUFFER_PAGES 3
static char *const buffer = (char *) PROC_START_ADDR + 0x40000;

static void
report(const char *name, uint64_t figure) {
    system_call(BENCH_LOG, (uintptr_t) name, figure);
}

static inline uint64_t
now(void) {
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high) : : "memory");
    return (uint64_t) high << 32 | low;
}

// READ_COUNTER(register): assembly that reads the time-stamp counter into `register`.
#define READ_COUNTER(reg) "rdtsc; shlq $32, %%rdx; orq %%rdx, %%rax; movq %%rax, %%" reg ";"

// timed_call(number, a, b), timed_nothing()
//    Instructions from just before `syscall`, or a `nop` in its place, to just after it.
static uint64_t
timed_call(uint64_t number, uintptr_t a, uintptr_t b) {
    register uint64_t start __asm__("r12"), end __asm__("r13");
    __asm__ volatile(READ_COUNTER("r12") "movq %2, %%rax; syscall;" READ_COUNTER("r13")
                     : "=&r"(start), "=&r"(end)
                     : "r"(number), "D"(a), "S"(b)
                     : "rax", "rcx", "rdx", "r11", "memory");
    return end - start;
}

static uint64_t
timed_nothing(void) {
    register uint64_t start __asm__("r12"), end __asm__("r13");
    __asm__ volatile(READ_COUNTER("r12") "movq %2, %%rax; nop;" READ_COUNTER("r13")
                     : "=&r"(start), "=&r"(end)
                     : "r"(0L)
                     : "rax", "rcx", "rdx", "r11", "memory");
    return end - start;
}

// in_kernel(number, a, b)
//    Instructions from the first one after `syscall` to the one that returns.
static uint64_t
in_kernel(uint64_t number, uintptr_t a, uintptr_t b) {
    return timed_call(number, a, b) - timed_nothing();
}

#define LEAST_OF(expression)                                                                       \
    ({                                                                                             \
        uint64_t least = UINT64_MAX;                                                               \
        for (int round = 0; round < ROUNDS; ++round) {                                             \
            least = min(least, (uint64_t) (expression));                                           \
        }                                                                                          \
        least;                                                                                     \
    })

static pid_t
child(void (*function)(void)) {
    pid_t pid = sys_fork();
    assert(pid >= 0);
    if (pid == 0) {
        function();
        sys_exit();
    }
    return pid;
}


// A yield to another process: from the `syscall` of one to the return of the other.

static void
yield_partner(void) {
    while (shared[0] == 0) {
        shared[1] = now();
        sys_yield();
    }
}

static uint64_t
yield_cost(void) {
    shared[0] = 0;
    child(yield_partner);
    sys_yield();
    uint64_t least = UINT64_MAX;
    for (int round = 0; round < ROUNDS; ++round) {
        sys_yield();
        least = min(least, now() - shared[1]);
    }
    shared[0] = 1;
    sys_yield();
    uint64_t overhead = LEAST_OF(({
        shared[1] = now();
        now() - shared[1];
    }));
    return least - overhead - 3; // the mov of the call's number, `syscall`, the mov of its result
}


// fork and exit of a process with five pages of its own; both sides write to the stack's page.

static uint64_t
fork_exit(void) {
    volatile char on_stack;
    uint64_t start = now();
    pid_t pid = sys_fork();
    on_stack = 'x';
    (void) on_stack;
    if (pid == 0) {
        sys_exit();
    }
    sys_yield();
    return now() - start;
}


// The pipe

static uint64_t
byte_to_itself(void) {
    char c = 'x';
    uint64_t start = now();
    sys_pipewrite(&c, 1);
    sys_piperead(&c, 1);
    return now() - start;
}

static void
wait_for_byte(void) {
    char c;
    while (shared[0] == 0) {
        sys_piperead(&c, 1);
        shared[2] = now();
    }
}

static uint64_t
byte_to_waiting_reader(void) {
    shared[0] = 0;
    child(wait_for_byte);
    sys_yield(); // it waits
    uint64_t least = UINT64_MAX;
    for (int round = 0; round < ROUNDS; ++round) {
        char c = 'x';
        uint64_t start = now();
        sys_pipewrite(&c, 1);
        sys_yield();
        least = min(least, shared[2] - start);
    }
    shared[0] = 1;
    sys_pipewrite("x", 1);
    sys_yield();
    return least;
}

#define BULK (64 * PAGESIZE)

static void
read_bulk(void) {
    for (size_t n = 0; n < BULK;) {
        n += (size_t) sys_piperead(buffer, PAGESIZE);
    }
    shared[0] = now();
}

// bulk()
//    Bytes per 1000 instructions of both sides.
static uint64_t
bulk(void) {
    child(read_bulk);
    sys_yield(); // it waits
    shared[0] = 0;
    uint64_t start = now();
    for (size_t n = 0; n < BULK;) {
        n += (size_t) sys_pipewrite(buffer, PAGESIZE);
    }
    while (shared[0] == 0) {
        sys_yield();
    }
    return BULK * 1000 / (shared[0] - start);
}

// page_alloc_cost()
//    Instructions in the kernel for a page that was not mapped, a different one each time.
static uint64_t
page_alloc_cost(void) {
    static uintptr_t page;
    page = (page != 0 ? page : (uintptr_t) stack_page - PAGESIZE) - PAGESIZE;
    return in_kernel(SYSCALL_PAGE_ALLOC, page, 0);
}

static void
sleep(void) {
    system_call(BENCH_SLEEP, 0, 0);
}

// start_others()
//    Starts processes that are alive but do nothing, to see whether they slow the others down.
static void
start_others(void) {
    for (long n = system_call(BENCH_OTHERS, 0, 0); n > 0; --n) {
        child(sleep);
        sys_yield();
    }
}

void
process_main(void) {
    *(volatile uint16_t *) CONSOLE_ADDR = 'H' | 0x0700; // the first store to the console
    report("start", now() - (uint64_t) system_call(BENCH_START, 0, 0));
    start_others();
    for (int i = 0; i < BUFFER_PAGES; ++i) {
        int r = sys_page_alloc(buffer + i * PAGESIZE);
        assert(r == 0);
    }
    report("getpid", LEAST_OF(in_kernel(SYSCALL_GETPID, 0, 0)));
    report("yield", yield_cost());
    report("fork_exit", LEAST_OF(fork_exit()));
    report("byte_to_itself", LEAST_OF(byte_to_itself()));
    report("byte_to_reader", byte_to_waiting_reader());
    report("bulk", bulk());
    report("page_alloc", LEAST_OF(page_alloc_cost()));
    for (;;) {
        system_call(BENCH_END, 0, 0);
    }
}
