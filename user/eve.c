// eve: a program that is not well-behaved. She attacks the kernel and Alice in a dozen ways, and
// says how each attack ended; then she counts, too. A child makes the attacks that would end a
// process. (attack/ has many more.)

#include "u-lib.h"

// What Eve knows from reading the kernel's source.
#define KERNEL_CODE (KERNEL_START_ADDR + PAGESIZE)
#define DIRECT_MAP 0xFFFF800000000000 // where the kernel sees all physical memory, Alice's too

static int attacks, successes;

// report(attack, got_through)
//    Says how an attack ended. Then gives Alice some turns, and people some time to read.
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

// Attacks by system calls that take an address. A call that is refused returns an error.
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
    report("get a page in place of the kernel's code", sys_page_alloc(kernel_code) >= 0);
}

// ATTEMPT(attack, instructions, ...)
//    Attacks with machine instructions. If the processor refuses them, it ends the process. So a
//    child executes them, and writes to the pipe if it survives.
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
//    Has the child written to the pipe? The parent cannot wait for a byte that may never come. So
//    it gives the child some turns, and then writes a byte itself: any byte before that is the
//    child's.
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
    ATTEMPT("use a page table of her own", "mov %0, %%cr3" : : "r"((uintptr_t) PROC_START_ADDR));
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
