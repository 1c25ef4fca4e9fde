// eve: a program that is not well-behaved. She tries whatever she can think of to get at the kernel
// and at Alice, and tells how each attack ended; then she counts along. What would end a process is
// tried by a child. Adding an attack is adding a line.

#include "u-lib.h"

// What Eve knows from reading the kernel's source.
#define KERNEL_CODE (KERNEL_START_ADDR + PAGESIZE)
#define KERNEL_STACK (KERNEL_STACK_TOP - 64)
#define DIRECT_MAP 0xFFFF800000000000 // where the kernel sees all physical memory
#define HOLE 0x0000800000000000       // the lowest address that is not canonical

static int attacks, successes;

// report(attack, got_through)
//    Tells how an attack ended. Then Alice has some turns, and people some time to read.
static void
report(const char *attack, bool got_through) {
    ++attacks;
    successes += got_through;
    console_printf("Eve: %-58s %s" CS_NORMAL "\n", attack,
                   got_through ? CS_RED "GOT THROUGH" : CS_GREEN "refused");
    for (int turn = 0; turn < 100; ++turn) {
        sys_yield();
    }
    for (uint64_t until = ticks + HZ / 20; ticks < until;) {
    }
}


// Attacks by system call: one that is refused returns an error.
#define CALL(attack, call) report(attack, (call) >= 0)

static char *const kernel_code = (char *) KERNEL_CODE;
static char *const kernel_stack = (char *) KERNEL_STACK;
static char *const direct_map = (char *) DIRECT_MAP + PROC_START_ADDR;
static char *const own_code = (char *) process_main;
static char *const clock = (char *) TICKS_ADDR;
static char *const last_byte = (char *) MEMSIZE_VIRTUAL - 1;
static char *const console_end = (char *) CONSOLE_ADDR + PAGESIZE;
static char data[PAGESIZE];

static void
attack_by_writing_system_calls(void) {
    CALL("sys_getsysname to address 0", sys_getsysname(NULL));
    CALL("sys_getsysname to the kernel's code", sys_getsysname(kernel_code));
    CALL("sys_getsysname to the kernel's stack", sys_getsysname(kernel_stack));
    CALL("sys_getsysname to the kernel's view of Alice", sys_getsysname(direct_map));
    CALL("sys_getsysname to the clock", sys_getsysname(clock));
    CALL("sys_getsysname to her own code", sys_getsysname(own_code));
    CALL("sys_getsysname to a non-canonical address", sys_getsysname((char *) HOLE));
    CALL("sys_getsysname across the end of her memory", sys_getsysname(last_byte));
    CALL("sys_getsysname across the end of the console", sys_getsysname(console_end - 1));
    CALL("sys_getsysname across the end of all memory", sys_getsysname((char *) -1));
    CALL("sys_piperead to page 0", sys_piperead((char *) 8, 8));
    CALL("sys_piperead to the kernel's code", sys_piperead(kernel_code, 8));
    CALL("sys_piperead to the kernel's view of Alice", sys_piperead(direct_map, 8));
    CALL("sys_piperead below the console", sys_piperead((char *) CONSOLE_ADDR - 1, 2));
    CALL("sys_piperead across the end of her memory", sys_piperead(last_byte, 2));
    CALL("sys_piperead of 2^64 - 1 bytes", sys_piperead(data, SIZE_MAX));
}

static void
attack_by_reading_system_calls(void) {
    CALL("sys_pipewrite of page 0", sys_pipewrite(NULL, 8));
    CALL("sys_pipewrite of the kernel's code", sys_pipewrite(kernel_code, 8));
    CALL("sys_pipewrite of the kernel's stack", sys_pipewrite(kernel_stack, 64));
    CALL("sys_pipewrite of the kernel's view of Alice", sys_pipewrite(direct_map, 8));
    CALL("sys_pipewrite across the end of her memory", sys_pipewrite(last_byte, 2));
    CALL("sys_pipewrite of all memory above her data", sys_pipewrite(data, -(uintptr_t) data));
    CALL("sys_pipewrite of 2^63 bytes", sys_pipewrite(data, 1UL << 63));
    CALL("sys_spawn of a name at address 0", sys_spawn(NULL));
    CALL("sys_spawn of a name in the kernel", sys_spawn(kernel_stack));
    CALL("sys_spawn of a name without an end", sys_spawn(memset(data, 'A', sizeof(data))));
    CALL("sys_spawn of the kernel", sys_spawn("kernel"));
}

static void
attack_by_other_system_calls(void) {
    CALL("sys_page_alloc at page 0", sys_page_alloc(NULL));
    CALL("sys_page_alloc at the kernel's code", sys_page_alloc(kernel_code));
    CALL("sys_page_alloc at the clock", sys_page_alloc(clock));
    CALL("sys_page_alloc at the console", sys_page_alloc((void *) CONSOLE_ADDR));
    CALL("sys_page_alloc in the middle of a page", sys_page_alloc(&data[100]));
    CALL("sys_page_alloc behind her memory", sys_page_alloc((void *) MEMSIZE_VIRTUAL));
    CALL("sys_page_alloc at a non-canonical address", sys_page_alloc((void *) HOLE));
    CALL("sys_page_alloc in the kernel's half of memory", sys_page_alloc(direct_map));
    CALL("system call 0", system_call(0, 0, 0));
    CALL("system call -1", system_call(-1, 0, 0));
    CALL("system call 2^32 + 1", system_call((1L << 32) + 1, 0, 0));
    CALL("system call -2^63", system_call(INT64_MIN, 0, 0));
}


// Attacks by machine instruction: one that is refused ends the process that tried it.
#define IN_CHILD(attack, ...)                                                                      \
    do {                                                                                           \
        if (is_child()) {                                                                          \
            __VA_ARGS__;                                                                           \
            tell_of_survival();                                                                    \
        }                                                                                          \
        report(attack, child_survived());                                                          \
    } while (0)
#define INSTRUCTION(attack, ...) IN_CHILD(attack, __asm__ volatile(__VA_ARGS__))

static bool
is_child(void) {
    pid_t pid = sys_fork();
    assert(pid >= 0);
    return pid == 0;
}

static void never_returns
tell_of_survival(void) {
    sys_pipewrite("!", 1);
    sys_exit();
}

// child_survived()
//    Whether a child has told of its survival. Since silence never arrives, the parent gives the
//    child some turns to say something, and then says something itself: what comes out of the pipe
//    before that is the child's. A child that is slower yet is noticed with the next one.
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

static void __attribute__((noinline))
read_at(uintptr_t address) {
    __asm__ volatile("movb (%0), %%al" : : "r"(address) : "rax", "memory");
}

static void __attribute__((noinline))
write_at(uintptr_t address) {
    __asm__ volatile("movb $0, (%0)" : : "r"(address) : "memory");
}

static void __attribute__((noinline))
jump_to(uintptr_t address) {
    __asm__ volatile("call *%0" : : "r"(address) : "memory");
}

static void
attack_memory(void) {
    IN_CHILD("read address 0", read_at(0));
    IN_CHILD("read the kernel's code", read_at(KERNEL_CODE));
    IN_CHILD("read the kernel's stack", read_at(KERNEL_STACK));
    IN_CHILD("read the kernel's view of Alice", read_at(DIRECT_MAP + PROC_START_ADDR));
    IN_CHILD("read a non-canonical address", read_at(HOLE));
    IN_CHILD("read behind her memory", read_at(MEMSIZE_VIRTUAL));
    IN_CHILD("write address 0", write_at(0));
    IN_CHILD("write the kernel's code", write_at(KERNEL_CODE));
    IN_CHILD("write the kernel's stack", write_at(KERNEL_STACK));
    IN_CHILD("write the kernel's view of Alice", write_at(DIRECT_MAP + PROC_START_ADDR));
    IN_CHILD("set the clock", write_at(TICKS_ADDR));
    IN_CHILD("write her own code", write_at((uintptr_t) process_main));
    IN_CHILD("run address 0", jump_to(0));
    IN_CHILD("run the kernel's code", jump_to(KERNEL_CODE));
    IN_CHILD("run a non-canonical address", jump_to(HOLE));
    IN_CHILD("run what she stored in her data", data[0] = '\xC3', jump_to((uintptr_t) data));
    INSTRUCTION("stack in the kernel", "mov %0, %%rsp; push %%rax" : : "i"(KERNEL_STACK));
}

static void
attack_processor(void) {
    INSTRUCTION("turn interrupts off", "cli");
    INSTRUCTION("stop the processor", "hlt");
    INSTRUCTION("turn interrupts off by popf, and stop", "pushq $0; popfq; hlt");
    INSTRUCTION("take all input and output: popf, out", "pushq $0x3002; popfq; outb %al, $0x80");
    INSTRUCTION("end QEMU: out", "outb %%al, %%dx" : : "a"(0), "d"(0xF4));
    INSTRUCTION("reset the machine: out", "outb %%al, %%dx" : : "a"(0xFE), "d"(0x64));
    INSTRUCTION("stop the timer: out", "outb %%al, %%dx" : : "a"(0x34), "d"(0x43));
    INSTRUCTION("spy on the keyboard: in", "inb $0x60, %%al" : : : "rax");
    INSTRUCTION("read where the page table is", "mov %%cr3, %%rax" : : : "rax");
    INSTRUCTION("change page tables", "mov %%rax, %%cr3" : : "a"(PROC_START_ADDR));
    INSTRUCTION("turn write protection off", "mov %%rax, %%cr0" : : "a"(0x80000001));
    INSTRUCTION("let the kernel run user code", "mov %%rax, %%cr4" : : "a"(0x20));
    INSTRUCTION("forget a translation: invlpg", "invlpg (%0)" : : "r"(data));
    INSTRUCTION("set a breakpoint register", "mov %%rax, %%dr7" : : "a"(0));
    INSTRUCTION("move the entry of system calls: wrmsr",
                "wrmsr" : : "c"(0xC0000082), "a"(data), "d"(0));
    INSTRUCTION("read a model-specific register", "rdmsr" : : "c"(0xC0000080) : "rax", "rdx");
    INSTRUCTION("bring her own segments: lgdt", "lgdt (%0)" : : "r"(data));
    INSTRUCTION("bring her own interrupt table: lidt", "lidt (%0)" : : "r"(data));
    INSTRUCTION("bring her own task state: ltr", "ltr %w0" : : "r"(0x28));
    INSTRUCTION("load the kernel's data segment", "mov %0, %%ss" : : "r"(0x10));
    INSTRUCTION("return into the kernel: lretq",
                "pushq $8; pushq %0; lretq" : : "r"((uint64_t) KERNEL_CODE));
    INSTRUCTION("return into the kernel: iretq",
                "pushq $0x10; pushq %0; pushq $2; pushq $8; pushq %0; iretq"
                : : "r"((uint64_t) KERNEL_CODE));
    INSTRUCTION("exchange segment bases: swapgs", "swapgs");
    INSTRUCTION("return from a system call she is not in", "sysretq" : : : "rcx", "r11");
    INSTRUCTION("pretend a tick: int 32", "int $32");
    INSTRUCTION("pretend a page fault: int 14", "int $14");
    INSTRUCTION("pretend a double fault: int 8", "int $8");
}

static void
attack_by_exceptions(void) {
    INSTRUCTION("divide by zero", "div %b0" : : "r"(0) : "rax");
    INSTRUCTION("an instruction that there is not", "ud2");
    INSTRUCTION("a breakpoint", "int3");
    INSTRUCTION("an overflow: int 4", "int $4");
    INSTRUCTION("a single step", "pushq $0x102; popfq; nop");
    INSTRUCTION("look for Alice's numbers in the floating-point unit", "fld1");
    INSTRUCTION("look for Alice's numbers in the vector unit", "movaps %xmm0, %xmm1");
    INSTRUCTION("a stack at a non-canonical address", "mov %0, %%rsp; push %%rax" : : "r"(HOLE));
}


void
process_main(void) {
    attack_by_writing_system_calls();
    attack_by_reading_system_calls();
    attack_by_other_system_calls();
    attack_memory();
    attack_processor();
    attack_by_exceptions();
    console_printf(CS_MAGENTA "Eve: %d attacks, %d refused, %d got through" CS_NORMAL "\n", attacks,
                   attacks - successes, successes);

    for (unsigned n = 1;; ++n) {
        sys_yield();
        if (n % 1024 == 0) {
            console_printf(CS_MAGENTA "Hi, I'm Eve! #%u" CS_NORMAL "\n", n);
        }
    }
}
