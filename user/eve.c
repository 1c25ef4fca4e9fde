// eve: a program that is not well-behaved. She tries to get at the kernel and at Alice in a dozen
// ways, and tells how each attempt ended; then she counts along. (attack/ knows many more.) What
// would end a process is tried by a child.

#include "u-lib.h"

// What Eve knows from reading the kernel's source.
#define KERNEL_CODE (KERNEL_START_ADDR + PAGESIZE)
#define DIRECT_MAP 0xFFFF800000000000 // where the kernel sees all physical memory, Alice's too

static int attacks, successes;

// report(attack, got_through)
//    Tells how an attack ended. Then Alice has some turns, and people some time to read.
static void
report(const char *attack, bool got_through) {
    ++attacks;
    successes += got_through;
    console_printf("Eve: %-58s %s" CS_NORMAL "\n", attack,
                   got_through ? CS_RED "GOT THROUGH" : CS_GREEN "refused");
    for (uint64_t until = ticks + HZ / 10; ticks < until;) {
        sys_yield();
    }
}

// The system calls that take an address: one that is refused returns an error.
static void
attack_by_system_call(void) {
    static char data[PAGESIZE];
    char *kernel_code = (char *) KERNEL_CODE, *alice = (char *) DIRECT_MAP + PROC_START_ADDR;
    report("let the kernel write its name into its own code", sys_getsysname(kernel_code) >= 0);
    report("let the kernel write its name into Alice", sys_getsysname(alice) >= 0);
    report("let the kernel read bytes of its own into the pipe",
           sys_pipewrite(kernel_code, 8) >= 0);
    report("let the kernel read all memory above her data",
           sys_pipewrite(data, -(uintptr_t) data) >= 0);
    report("let the kernel write what is in the pipe into Alice", sys_piperead(alice, 8) >= 0);
    report("start a program whose name has no end", sys_spawn(memset(data, 'A', PAGESIZE)) >= 0);
    report("have memory in place of the kernel's code", sys_page_alloc(kernel_code) >= 0);
}

// ATTEMPT(attack, instructions, ...)
//    Machine instructions: if they are refused, they end the process that tries them. A child does,
//    and says so through the pipe if it is still there afterwards.
#define ATTEMPT(attack, ...)                                                                       \
    do {                                                                                           \
        pid_t pid = sys_fork();                                                                    \
        assert_ge(pid, 0);                                                                         \
        if (pid == 0) {                                                                            \
            __asm__ volatile(__VA_ARGS__);                                                         \
            sys_pipewrite("!", 1);                                                                 \
            sys_exit();                                                                            \
        }                                                                                          \
        report((attack), child_survived());                                                        \
    } while (0)

// child_survived()
//    Silence never arrives, so the parent gives the child some turns to say something, and then
//    says something itself: what comes out of the pipe before that is the child's.
static bool
child_survived(void) {
    for (int turn = 0; turn < 8; ++turn) {
        sys_yield();
    }
    sys_pipewrite(".", 1);

    bool survived = false;
    for (char c; sys_piperead(&c, 1), c != '.';) {
        survived = true;
    }
    return survived;
}

static void
attack_by_instruction(void) {
    ATTEMPT("write into the kernel's code", "movb $0, (%0)" : : "r"((uintptr_t) KERNEL_CODE));
    ATTEMPT("write into Alice", "movb $0, (%0)" : : "r"((uintptr_t) DIRECT_MAP + PROC_START_ADDR));
    ATTEMPT("turn the clock back", "movb $0, (%0)" : : "r"((uintptr_t) TICKS_ADDR));
    ATTEMPT("call the kernel's code", "call *%0" : : "r"((uintptr_t) KERNEL_CODE));
    ATTEMPT("bring page tables of her own", "mov %0, %%cr3" : : "r"((uintptr_t) PROC_START_ADDR));
    ATTEMPT("turn interrupts off", "cli");
    ATTEMPT("stop the processor", "hlt");
    ATTEMPT("reset the machine", "outb %%al, %%dx" : : "a"(0xFE), "d"(0x64));
    ATTEMPT("look for Alice's numbers in the vector unit", "movaps %xmm0, %xmm1");
}

void
process_main(void) {
    attack_by_system_call();
    attack_by_instruction();
    console_printf(CS_MAGENTA "Eve: %d attacks, %d refused, %d got through" CS_NORMAL "\n", attacks,
                   attacks - successes, successes);

    for (unsigned n = 1;; ++n) {
        sys_yield();
        if (n % 1024 == 0) {
            console_printf(CS_MAGENTA "Hi, I'm Eve! #%u" CS_NORMAL "\n", n);
        }
    }
}
