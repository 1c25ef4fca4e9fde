// attack: tries every hostile act that we know, each in a child, and prints a line for each:
// refused (an error came back), process faulted, or GOT THROUGH. Beside it run a heartbeat, which
// must go on, and a witness, whose page must stay as it is. The acts are data: adding one is adding
// a line.

#include "u-lib.h"

// What an attacker knows from reading the kernel's source.
#define KERNEL_TEXT (KERNEL_START_ADDR + PAGESIZE)
#define KERNEL_STACK (KERNEL_STACK_TOP - 64)
#define DIRECT_MAP 0xFFFF800000000000 // where the kernel sees all physical memory
#define HOLE 0x0000800000000000       // the lowest address that is not canonical
#define CONSOLE_END (CONSOLE_ADDR + PAGESIZE)

// What the processes tell each other, in the room behind the console's cells, which all can write.
enum outcome { NOTHING, REFUSED, GOT_THROUGH };
struct notes {
    volatile uint32_t outcome; // of the act that is being tried
    volatile uint32_t beats;   // of the heartbeat
    volatile uint32_t changed; // has the witness's page?
};
#define NOTES_OFFSET 0xFA8
static struct notes *const notes = (void *) (CONSOLE_ADDR + NOTES_OFFSET);

static char successes[10][64]; // those that got through lately
static int acts, refused, faulted, got_through;
static char page[PAGESIZE] __attribute__((aligned(PAGESIZE)));
static const char text[] = "read-only data";

// note(condition)
//    What an act calls when it is still there: did it succeed?
static void
note(bool success) {
    notes->outcome = success ? GOT_THROUGH : REFUSED;
}

// await_outcome()
//    Waits until the act has an outcome. None comes if the process faulted; it has had turns enough
//    by then.
static enum outcome
await_outcome(void) {
    for (int turn = 0; turn < 6 && notes->outcome == NOTHING; ++turn) {
        sys_yield();
    }
    return notes->outcome;
}

static void
report(const char *act, const char *object, enum outcome outcome) {
    static const char *const words[] = {[NOTHING] = CS_GREEN "process faulted",
                                        [REFUSED] = CS_GREEN "refused",
                                        [GOT_THROUGH] = CS_RED "GOT THROUGH"};
    ++acts;
    *(outcome == NOTHING ? &faulted : outcome == REFUSED ? &refused : &got_through) += 1;
    char line[64];
    snprintf(line, sizeof(line), "%s%s", act, object);
    if (outcome == GOT_THROUGH) {
        strlcpy(successes[got_through % ARRAY_SIZE(successes)], line, sizeof(line));
    }
    console_printf("%-60s %s" CS_NORMAL "\n", line, words[outcome]);
}

// IN_CHILD(act, object, ...)
//    Tries the statements in a child.
#define IN_CHILD(act, object, ...)                                                                 \
    do {                                                                                           \
        notes->outcome = NOTHING;                                                                  \
        if (fork_or_wait() == 0) {                                                                 \
            __VA_ARGS__;                                                                           \
            sys_exit();                                                                            \
        }                                                                                          \
        report((act), (object), await_outcome());                                                  \
    } while (0)

static pid_t
fork_or_wait(void) {
    pid_t pid;
    while ((pid = sys_fork()) < 0) {
        sys_yield();
    }
    return pid;
}


// Addresses that a system call must not be talked into using

enum { READ = 1, WRITE = 2, STRING = 4, ALLOC = 8 };

struct target {
    const char *name;
    uintptr_t address;
    size_t size;      // of a buffer there; calls without a size take it for theirs
    unsigned refused; // as what
};

static void
attack_by_address(void) {
    const struct target targets[] = {
        {"null", 0, 8, READ | WRITE | STRING | ALLOC},
        {"page 0", 8, 8, READ | WRITE | STRING | ALLOC},
        {"the end of page 0, into the next", PAGESIZE - 1, 2, READ | WRITE},
        {"kernel text", KERNEL_TEXT, 8, READ | WRITE | STRING | ALLOC},
        {"the kernel's stack", KERNEL_STACK, 8, READ | WRITE | STRING | ALLOC},
        {"the page below the kernel's stack", KERNEL_STACK_BOTTOM - PAGESIZE, 8,
         READ | WRITE | STRING | ALLOC},
        {"all of low memory", PAGESIZE, PROC_START_ADDR - PAGESIZE, READ | WRITE},
        {"the clock", TICKS_ADDR, 8, WRITE | ALLOC},
        {"the clock, into kernel text", KERNEL_TEXT - 1, 2, READ | WRITE},
        {"the console", CONSOLE_ADDR, 8, ALLOC},
        {"what is before the console", CONSOLE_ADDR - 8, 8, READ | WRITE | ALLOC},
        {"before the console, into it", CONSOLE_ADDR - 1, 2, READ | WRITE},
        {"the console, out of it", CONSOLE_END - 1, 2, READ | WRITE},
        {"her own code", (uintptr_t) PROC_START_ADDR, 8, WRITE},
        {"her own read-only data", (uintptr_t) text, 8, WRITE},
        {"the page below her memory", PROC_START_ADDR - PAGESIZE, 8, READ | WRITE | STRING | ALLOC},
        {"below her memory, into it", PROC_START_ADDR - 1, 2, READ | WRITE},
        {"memory that she has not allocated", 0x280000, 8, READ | WRITE | STRING},
        {"her data, into what she has not allocated", 0x280000 - 1, 2, READ | WRITE},
        {"the last byte of her memory and one more", MEMSIZE_VIRTUAL - 1, 2, READ | WRITE},
        {"the page behind her memory", MEMSIZE_VIRTUAL, 8, READ | WRITE | STRING | ALLOC},
        {"the last page of the low half", HOLE - PAGESIZE, 8, READ | WRITE | STRING | ALLOC},
        {"the low half, out of it", HOLE - 1, 2, READ | WRITE},
        {"an address that is not canonical", HOLE, 8, READ | WRITE | STRING | ALLOC},
        {"the hole, into the high half", DIRECT_MAP - 1, 2, READ | WRITE | STRING},
        {"the kernel's view of memory", DIRECT_MAP + PROC_START_ADDR, 8,
         READ | WRITE | STRING | ALLOC},
        {"the kernel's view of its text", DIRECT_MAP + KERNEL_TEXT, 8,
         READ | WRITE | STRING | ALLOC},
        {"the kernel's view of page tables", DIRECT_MAP + PAGESIZE, 8,
         READ | WRITE | STRING | ALLOC},
        {"the last byte there is", (uintptr_t) -1, 1, READ | WRITE | STRING | ALLOC},
        {"the last byte, around to 0", (uintptr_t) -1, 2, READ | WRITE},
        {"her data, to the end of all memory", (uintptr_t) page, -(uintptr_t) page, READ | WRITE},
        {"her data, around to itself", (uintptr_t) page, SIZE_MAX, READ | WRITE},
        {"2^63 bytes of her data", (uintptr_t) page, 1UL << 63, READ | WRITE},
        {"2^32 bytes of her data", (uintptr_t) page, 1UL << 32, READ | WRITE},
        {"the middle of a page", (uintptr_t) page + 8, 8, ALLOC},
    };
    for (const struct target *t = targets; t < targets + ARRAY_SIZE(targets); ++t) {
        if (t->refused & READ) {
            IN_CHILD("sys_pipewrite: ", t->name,
                     note(sys_pipewrite((void *) t->address, t->size) >= 0));
        }
        if (t->refused & WRITE) {
            IN_CHILD("sys_piperead: ", t->name,
                     note(sys_piperead((void *) t->address, t->size) >= 0));
        }
        if ((t->refused & WRITE) && t->size < PAGESIZE) {
            IN_CHILD("sys_getsysname: ", t->name, note(sys_getsysname((char *) t->address) >= 0));
        }
        if (t->refused & STRING) {
            IN_CHILD("sys_spawn: ", t->name, note(sys_spawn((char *) t->address) >= 0));
        }
        if (t->refused & ALLOC) {
            IN_CHILD("sys_page_alloc: ", t->name, note(sys_page_alloc((void *) t->address) >= 0));
        }
    }
}


// Other system calls

// unterminated(size)
//    A string of that many bytes, without an end, up to the end of her memory.
static char *
unterminated(size_t size) {
    char *s = (char *) MEMSIZE_VIRTUAL - PAGESIZE;
    sys_page_alloc(s - PAGESIZE);
    memset(s - PAGESIZE, 'A', PAGESIZE);
    return s - size;
}

static void
attack_by_call(void) {
    const long numbers[] = {0,  11,       0xFF, 0x1002, INT32_MAX, (1L << 32) + SYSCALL_GETPID,
                            -1, INT64_MIN};
    for (size_t i = 0; i < ARRAY_SIZE(numbers); ++i) {
        char name[32];
        snprintf(name, sizeof(name), "number %ld", numbers[i]);
        IN_CHILD("system call ", name, note(system_call(numbers[i], 0, 0) >= 0));
    }
    IN_CHILD("sys_spawn: ", "a name without an end",
             note(sys_spawn(memset(page, 'A', sizeof(page))) >= 0));
    IN_CHILD("sys_spawn: ", "a name of 64 bytes", note(sys_spawn(unterminated(64)) >= 0));
    IN_CHILD("sys_spawn: ", "the kernel", note(sys_spawn("kernel") >= 0));
    IN_CHILD("sys_spawn: ", "no name", note(sys_spawn("") >= 0));
    IN_CHILD("sys_panic: ", "a message in the kernel", sys_panic((char *) KERNEL_TEXT));
    IN_CHILD("sys_panic: ", "a message that is not canonical", sys_panic((char *) HOLE));
}


// Memory, without the kernel's help

static void
read_at(uintptr_t address) {
    __asm__ volatile("movb (%0), %%al" : : "r"(address) : "rax", "memory");
    note(true);
}

static void
write_at(uintptr_t address) {
    __asm__ volatile("movb $0, (%0)" : : "r"(address) : "memory");
    note(true);
}

static void
run_at(uintptr_t address) {
    __asm__ volatile("call *%0" : : "r"(address) : "memory");
    note(true);
}

static void
attack_memory(void) {
    static const struct {
        const char *name;
        uintptr_t address;
        bool readable;
    } places[] = {
        {"page 0", 0, false},
        {"kernel text", KERNEL_TEXT, false},
        {"the kernel's stack", KERNEL_STACK, false},
        {"the kernel's view of memory", DIRECT_MAP + PROC_START_ADDR, false},
        {"the kernel's view of page tables", DIRECT_MAP + PAGESIZE, false},
        {"an address that is not canonical", HOLE, false},
        {"the page behind her memory", MEMSIZE_VIRTUAL, false},
        {"the guard page of her stack", MEMSIZE_VIRTUAL - 2 * PAGESIZE, false},
        {"the clock", TICKS_ADDR, true},
        {"her own read-only data", (uintptr_t) text, true},
        {"her own code", PROC_START_ADDR, true},
    };
    for (size_t i = 0; i < ARRAY_SIZE(places); ++i) {
        if (!places[i].readable) {
            IN_CHILD("read ", places[i].name, read_at(places[i].address));
        }
        IN_CHILD("write ", places[i].name, write_at(places[i].address));
        if (places[i].address != PROC_START_ADDR) {
            IN_CHILD("run ", places[i].name, run_at(places[i].address));
        }
    }
    IN_CHILD("run ", "what she stored in her data", page[0] = '\xC3'; run_at((uintptr_t) page));
    char on_stack[] = "\xC3";
    IN_CHILD("run ", "what she stored on her stack", run_at((uintptr_t) on_stack));
    IN_CHILD("run ", "what she stored on a page from sys_page_alloc",
             sys_page_alloc((void *) 0x290000);
             *(char *) 0x290000 = '\xC3'; run_at(0x290000));
    IN_CHILD("run ", "what she stored on the console", notes->beats = 0xC3;
             run_at((uintptr_t) &notes->beats));
}


// Machine instructions. Each ends the process, or does nothing.

#define ACT(name, ...) IN_CHILD(name, "", __asm__ volatile(__VA_ARGS__); note(true))

static void
attack_processor(void) {
    ACT("turn interrupts off: cli", "cli");
    ACT("turn interrupts on: sti", "sti");
    ACT("stop the processor: hlt", "hlt");
    ACT("read %cr0", "mov %%cr0, %%rax" : : : "rax");
    ACT("read %cr2", "mov %%cr2, %%rax" : : : "rax");
    ACT("read %cr3", "mov %%cr3, %%rax" : : : "rax");
    ACT("read %cr4", "mov %%cr4, %%rax" : : : "rax");
    ACT("read %cr8", "mov %%cr8, %%rax" : : : "rax");
    ACT("write %cr0", "mov %%rax, %%cr0" : : "a"(0x80000001));
    ACT("write %cr2", "mov %%rax, %%cr2" : : "a"(0));
    ACT("write %cr3", "mov %%rax, %%cr3" : : "a"(PROC_START_ADDR));
    ACT("write %cr4", "mov %%rax, %%cr4" : : "a"(0x20));
    ACT("write %cr8", "mov %%rax, %%cr8" : : "a"(15));
    ACT("read %dr7", "mov %%dr7, %%rax" : : : "rax");
    ACT("write %dr7", "mov %%rax, %%dr7" : : "a"(0));
    ACT("clts", "clts");
    ACT("lmsw", "lmsw %w0" : : "r"(1));
    ACT("invd", "invd");
    ACT("wbinvd", "wbinvd");
    ACT("invlpg", "invlpg (%0)" : : "r"(page));
    ACT("rdmsr", "rdmsr" : : "c"(0xC0000080) : "rax", "rdx");
    ACT("wrmsr", "wrmsr" : : "c"(0xC0000082), "a"(page), "d"(0));
    ACT("rdpmc", "rdpmc" : : "c"(0) : "rax", "rdx");
    ACT("lgdt", "lgdt (%0)" : : "r"(page));
    ACT("lidt", "lidt (%0)" : : "r"(page));
    ACT("lldt", "lldt %w0" : : "r"(0));
    ACT("ltr", "ltr %w0" : : "r"(0x28));
    ACT("swapgs", "swapgs");
    ACT("sysretq", "sysretq" : : : "rcx", "r11");
    ACT("wrfsbase", ".byte 0xF3, 0x48, 0x0F, 0xAE, 0xD0" : : "a"(page)); // of %rax
    ACT("xsetbv", "xor %%eax, %%eax; xor %%edx, %%edx; xor %%ecx, %%ecx; .byte 0x0F, 0x01, 0xD1"
        :
        :
        : "rax", "rcx", "rdx");
    ACT("stac", ".byte 0x0F, 0x01, 0xCB");
    ACT("clac", ".byte 0x0F, 0x01, 0xCA");
    ACT("kernel's data segment into %ss", "mov %0, %%ss" : : "r"(0x10));
    ACT("kernel's data segment into %ds", "mov %0, %%ds" : : "r"(0x10));
    ACT("a segment that there is not into %es", "mov %0, %%es" : : "r"(0x78));
    ACT("return into the kernel: lretq", "pushq $8; pushq %0; lretq"
        :
        : "r"((uint64_t) KERNEL_TEXT));
    ACT("return into the kernel: iretq",
        "pushq $0x10; pushq %0; pushq $2; pushq $8; pushq %0; iretq"
        :
        : "r"((uint64_t) KERNEL_TEXT));
    ACT("all input and output by popf, then out", "pushq $0x3002; popfq; outb %al, $0x80");
    ACT("interrupts off by popf, then hlt", "pushq $0; popfq; hlt");
    ACT("nested task by popf, then iretq", "pushq $0x4002; popfq; pushq $0x23; pushq %%rsp;"
                                           "pushq $2; pushq $0x1B; pushq $0; iretq"
        :
        :
        : "memory");
}

static void
attack_ports(void) {
    static const struct {
        const char *name;
        uint16_t port;
        uint8_t value;
    } ports[] = {
        {"master interrupt controller", 0x20, 0x20},
        {"slave interrupt controller", 0xA0, 0x20},
        {"interrupt mask", 0x21, 0xFF},
        {"timer", 0x43, 0x34},
        {"keyboard", 0x60, 0xFF},
        {"reset by the keyboard's controller", 0x64, 0xFE},
        {"real-time clock", 0x70, 0x8F},
        {"A20 gate and reset", 0x92, 0x01},
        {"delay", 0x80, 0},
        {"debug port", 0xE9, '!'},
        {"end of QEMU", 0xF4, 0},
        {"disk", 0x1F7, 0x30},
        {"VGA registers", 0x3D4, 0x0A},
        {"serial line", 0x3F8, '!'},
        {"PCI configuration", 0xCF8, 0},
        {"reset", 0xCF9, 0x06},
        {"the last port", 0xFFFF, 0},
    };
    for (size_t i = 0; i < ARRAY_SIZE(ports); ++i) {
        IN_CHILD("out: ", ports[i].name,
                 __asm__ volatile("outb %%al, %%dx"
                                  :
                                  : "a"(ports[i].value), "d"(ports[i].port));
                 note(true));
        IN_CHILD("in: ", ports[i].name,
                 __asm__ volatile("inb %%dx, %%al"
                                  :
                                  : "d"(ports[i].port)
                                  : "rax");
                 note(true));
    }
}

static void
attack_by_exceptions(void) {
    ACT("divide error", "divb %b0" : : "r"(0) : "rax");
    ACT("single step", "pushq $0x102; popfq; nop");
    IN_CHILD("single step into a system call", "",
             __asm__ volatile("pushq $0x102; popfq; syscall"
                              :
                              : "a"(SYSCALL_GETPID)
                              : "rcx", "r11", "memory");
             note(false)); // who survives that has not got anything
    ACT("%ss loaded, then int3", "mov %0, %%ss; int3" : : "r"(0x23));
    ACT("breakpoint", "int3");
    ACT("overflow", "int $4");
    ACT("invalid opcode", "ud2");
    ACT("x87", "fld1");
    ACT("MMX", "movd %eax, %mm0");
    ACT("SSE", "movaps %xmm0, %xmm1");
    ACT("general protection", "mov %0, %%fs" : : "r"(0x7F8));
    ACT("stack at a non-canonical address", "mov %0, %%rsp; push %%rax" : : "r"(HOLE));
    ACT("stack at address 0", "xor %%esp, %%esp; push %%rax" : :);
    ACT("stack in the kernel", "mov %0, %%rsp; push %%rax" : : "r"((uint64_t) KERNEL_STACK));
    ACT("stack in the kernel, then a system call", "mov %0, %%rsp; syscall; ud2"
        :
        : "r"((uint64_t) KERNEL_STACK), "a"(SYSCALL_GETPID)
        : "rcx", "r11");
    ACT("jump to address 0", "jmp *%0" : : "r"(0L));

#define INT(n) ACT("int $" #n, "int $" #n)
    INT(0);
    INT(1);
    INT(2);
    INT(5);
    INT(6);
    INT(7);
    INT(8);
    INT(9);
    INT(10);
    INT(11);
    INT(12);
    INT(13);
    INT(14);
    INT(15);
    INT(16);
    INT(17);
    INT(18);
    INT(19);
    INT(20);
    INT(21);
    INT(29);
    INT(30);
    INT(31);
    INT(32);
    INT(33);
    INT(39);
    INT(47);
    INT(48);
    INT(64);
    INT(128);
    INT(129);
    INT(255);
}


// What takes all there is of something

static void
fork_bomb(void) {
    while (sys_fork() >= 0) {
    }
    sys_exit();
}

static void
allocate_everything(void) {
    for (uintptr_t a = 0x200000; a < MEMSIZE_VIRTUAL - PAGESIZE; a += PAGESIZE) {
        if (sys_page_alloc((void *) a) < 0) {
            note(false);
            return;
        }
    }
    note(false); // all of her own memory, and no more
}

static void
attack_resources(void) {
    IN_CHILD("bomb: ", "sys_page_alloc until there is no memory", allocate_everything());
    notes->outcome = NOTHING;
    if (fork_or_wait() == 0) {
        fork_bomb();
    }
    pid_t pid = fork_or_wait(); // sooner or later there is a slot again
    if (pid == 0) {
        sys_exit();
    }
    report("bomb: ", "sys_fork until there are no slots", REFUSED);
    IN_CHILD("pipe: ", "a reader that ends before a writer comes", note(false));
    IN_CHILD("pipe: ", "a writer that faults with bytes in the pipe", sys_pipewrite(page, 7);
             read_at(0));
    IN_CHILD("pipe: ", "a reader that faults before the bytes are read", read_at(HOLE));
}


// The heartbeat and the witness

static void never_returns
beat(void) {
    for (;;) {
        notes->beats += 1;
        sys_yield();
    }
}

static void never_returns
bear_witness(void) {
    memset(page, 'W', sizeof(page));
    for (;;) {
        for (size_t i = 0; i < sizeof(page); ++i) {
            if (page[i] != 'W') {
                notes->changed = 1;
            }
        }
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

void
process_main(void) {
    *notes = (struct notes) {0};
    if (fork_or_wait() == 0) {
        beat();
    }
    if (fork_or_wait() == 0) {
        bear_witness();
    }
    attack_by_address();
    attack_by_call();
    attack_memory();
    attack_processor();
    attack_ports();
    attack_by_exceptions();
    attack_resources();
    console_printf(CS_CYAN "attack: %d acts: %d refused, %d process faulted, %d got through\n"
                           "attack: the heartbeat is %s, the witness is %s" CS_NORMAL "\n",
                   acts, refused, faulted, got_through, heart_beats() ? "alive" : "DEAD",
                   notes->changed ? "CHANGED" : "unchanged");
    for (size_t i = 0; i < ARRAY_SIZE(successes); ++i) {
        if (successes[i][0] != '\0') {
            console_printf("attack: " CS_RED "%s" CS_NORMAL "\n", successes[i]);
        }
    }
    for (;;) {
        sys_yield();
    }
}
