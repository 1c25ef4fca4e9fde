// test-registers.c: after a system call and after an interrupt a process finds its registers as it
// left them, and nothing of the kernel's in them.

#include "test.h"

// The general registers, in the order of `registers`; %rsp is not among them.
enum { RAX, RBX, RCX, RDX, RSI, RDI, RBP, R8, R9, R10, R11, R12, R13, R14, R15, NREGISTERS };
static const char *const names[NREGISTERS] = {"rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "r8",
                                              "r9",  "r10", "r11", "r12", "r13", "r14", "r15"};
uint64_t registers[NREGISTERS], flags, countdown; // not static: assembly uses them

// with_registers_syscall(), with_registers_countdown()
//    Loads all registers from `registers` and the flags from `flags`, executes `syscall` or counts
//    `countdown` down to 0 in memory, and stores registers and flags back.
void with_registers_syscall(void);
void with_registers_countdown(void);

#define REGISTER_LIST "rax, rbx, rcx, rdx, rsi, rdi, rbp, r8, r9, r10, r11, r12, r13, r14, r15"

__asm__("        .macro LOAD_REGISTERS\n"
        "        pushq %rbx; pushq %rbp; pushq %r12; pushq %r13; pushq %r14; pushq %r15\n"
        "        pushq flags\n"
        "        popfq\n"
        "        i = 0\n"
        "        .irp register, " REGISTER_LIST "\n"
        "        movq registers + i, %\\register\n"
        "        i = i + 8\n"
        "        .endr\n"
        "        .endm\n"

        "        .macro STORE_REGISTERS\n"
        "        i = 0\n"
        "        .irp register, " REGISTER_LIST "\n"
        "        movq %\\register, registers + i\n"
        "        i = i + 8\n"
        "        .endr\n"
        "        pushfq\n"
        "        popq flags\n"
        "        cld\n"
        "        popq %r15; popq %r14; popq %r13; popq %r12; popq %rbp; popq %rbx\n"
        "        ret\n"
        "        .endm\n"

        "with_registers_syscall:\n"
        "        LOAD_REGISTERS\n"
        "        syscall\n"
        "        STORE_REGISTERS\n"

        "with_registers_countdown:\n"
        "        LOAD_REGISTERS\n"
        "1:      decq countdown\n"
        "        jnz 1b\n"
        "        STORE_REGISTERS\n");

#define PATTERN 0x123456789ABCDE00
#define OTHER_PATTERN 0xFFFF8000DEADBEEF

static uint64_t
value_in(uint64_t pattern, int r) {
    return pattern ^ (0x0101010101010101 * (uint64_t) r);
}

static void
set_registers(uint64_t pattern) {
    for (int r = 0; r < NREGISTERS; ++r) {
        registers[r] = value_in(pattern, r);
    }
}

static void
check_registers(uint64_t pattern) {
    for (int r = 0; r < NREGISTERS; ++r) {
        check_case(names[r], registers[r], value_in(pattern, r));
    }
}

static bool
is_kernel_address(uint64_t value) {
    bool is_low = value >= KERNEL_START_ADDR && value < PROC_START_ADDR;
    return is_low || value >= 0xFFFF800000000000;
}

// call_with_registers(number, flags_before)
//    Executes a system call and checks registers and flags after it: all except %rcx and %r11 are
//    unchanged, and these two have nothing of the kernel's. Returns the system call's result.
static long
call_with_registers(long number, uint64_t flags_before) {
    set_registers(PATTERN);
    registers[RAX] = (uint64_t) number;
    flags = flags_before;
    with_registers_syscall();

    long result = (long) registers[RAX];
    check(!is_kernel_address(registers[RCX]));
    check(!is_kernel_address(registers[R11]));
    registers[RAX] = value_in(PATTERN, RAX);
    registers[RCX] = value_in(PATTERN, RCX);
    registers[R11] = value_in(PATTERN, R11);
    check_registers(PATTERN);
    check_equal(flags, flags_before);
    return result;
}

#define FLAGS_CLEAR 0x202 // the bit that is always set, and interrupts on
#define FLAGS_SET 0xED7   // and carry, parity, adjust, zero, sign, direction, overflow

// System calls that do nothing with PATTERN's values as arguments, and what they return.
static const struct {
    long number, result;
} harmless_calls[] = {
    {SYSCALL_YIELD, 0},
    {SYSCALL_PAGE_ALLOC, E_INVAL},
    {SYSCALL_GETSYSNAME, E_FAULT},
    {SYSCALL_SPAWN, E_FAULT},
    {SYSCALL_PIPEWRITE, E_FAULT},
    {SYSCALL_PIPEREAD, E_FAULT},
    {0, E_NOSYS},
    {-1, E_NOSYS},
};

static void
clobber(void) {
    while (!shared->go) {
        set_registers(OTHER_PATTERN);
        registers[RAX] = SYSCALL_YIELD;
        with_registers_syscall();
    }
}

static void
system_calls_keep_registers_and_flags(void) {
    pid_t other = in_child(clobber);
    for (size_t i = 0; i < ARRAY_SIZE(harmless_calls); ++i) {
        int failures = shared->failures;
        long number = harmless_calls[i].number, result = harmless_calls[i].result;
        check_equal(call_with_registers(number, FLAGS_CLEAR), result);
        check_equal(call_with_registers(number, FLAGS_SET), result);
        if (shared->failures != failures) {
            explain("that was system call %ld", number);
        }
    }
    shared->go = 1;
    finish(other);
}

static void
fork_keeps_registers_and_flags_in_both(void) {
    pid_t child = (pid_t) call_with_registers(SYSCALL_FORK, FLAGS_SET);
    if (child == 0) {
        sys_exit();
    }
    finish(child);
}

// count_down(pattern)
//    Spins until there have been some interrupts.
static void
count_down(uint64_t pattern) {
    for (uint64_t until = ticks + 20; ticks < until;) {
        set_registers(pattern);
        flags = FLAGS_SET;
        countdown = 1000000;
        with_registers_countdown();
        check_registers(pattern);
        check(flags & 0x400); // direction; counting has changed the others
    }
}

static void
count_down_other_pattern(void) {
    count_down(OTHER_PATTERN);
}

static void
interrupts_keep_registers_and_flags(void) {
    pid_t other = in_child(count_down_other_pattern);
    count_down(PATTERN);
    finish(other);
}


// flags_after(call, before)
//    The flags that a process finds after a system call if it set them to `before`.
static uint64_t
flags_after(int call, uint64_t before) {
    uint64_t after;
    __asm__ volatile("pushq %1; popfq; mov %2, %%eax; syscall; pushfq; popq %0; pushq $2; popfq"
                     : "=r"(after)
                     : "r"(before), "r"(call)
                     : "rax", "rcx", "r11", "cc", "memory");
    return after;
}

static void
processes_cannot_change_system_flags(void) {
    enum { INTERRUPTS = 1 << 9, IOPL_3 = 3 << 12, NESTED_TASK = 1 << 14, ALIGNMENT = 1 << 18 };
    static const int calls[] = {SYSCALL_YIELD, SYSCALL_GETPID}; // which return in different ways
    for (size_t i = 0; i < ARRAY_SIZE(calls); ++i) {
        check(flags_after(calls[i], 2) & INTERRUPTS);
        check((flags_after(calls[i], IOPL_3 | 2) & IOPL_3) == 0);
        check(flags_after(calls[i], ALIGNMENT | 2) & INTERRUPTS);
        check(flags_after(calls[i], NESTED_TASK | 2) & INTERRUPTS); // iretq fails with that flag
    }
}

static void
kernel_copies_forwards_whatever_the_direction_flag(void) {
    static char buffer[16] = "0123456789ABCDE";
    ssize_t written, read;
    __asm__ volatile("std; syscall; cld"
                     : "=a"(written)
                     : "a"(SYSCALL_PIPEWRITE), "D"(buffer), "S"(10L)
                     : "rcx", "r11", "memory");
    check_equal(written, 10);
    memset(buffer, '.', 15);
    __asm__ volatile("std; syscall; cld"
                     : "=a"(read)
                     : "a"(SYSCALL_PIPEREAD), "D"(buffer), "S"(10L)
                     : "rcx", "r11", "memory");
    check_equal(read, 10);
    check_equal(strcmp(buffer, "0123456789....."), 0);
}

static void
kernel_does_not_use_the_stack_of_a_process(void) {
    static const uint64_t stacks[] = {
        0, 1, KERNEL_STACK_TOP, MEMSIZE_VIRTUAL + 8, 1UL << 47, 0xFFFF800000080000, UINT64_MAX,
    };
    for (size_t i = 0; i < ARRAY_SIZE(stacks); ++i) {
        uint64_t pid = SYSCALL_GETPID, after, until = ticks + 3;
        __asm__ volatile("mov %%rsp, %%r12\n"
                         "mov %3, %%rsp\n"
                         "syscall\n"
                         "1: cmpq %4, ticks\n" // some interrupts
                         "jb 1b\n"
                         "mov %%rsp, %1\n"
                         "mov %%r12, %%rsp\n"
                         : "=a"(pid), "=&r"(after)
                         : "a"(pid), "r"(stacks[i]), "r"(until)
                         : "rcx", "r11", "r12", "cc", "memory");
        check_equal(pid, sys_getpid());
        check_equal(after, stacks[i]);
    }
}

static void
null_segments_do_no_harm(void) {
    __asm__ volatile("mov %0, %%ds; mov %0, %%es; mov %0, %%fs; mov %0, %%gs" : : "r"(0));
    check_equal(sys_yield(), 0);
    wait_ticks(2);
}

void
process_main(void) {
    static const struct test tests[] = {
        TEST(system_calls_keep_registers_and_flags),
        TEST(fork_keeps_registers_and_flags_in_both),
        TEST(interrupts_keep_registers_and_flags),
        TEST(processes_cannot_change_system_flags),
        TEST(kernel_copies_forwards_whatever_the_direction_flag),
        TEST(kernel_does_not_use_the_stack_of_a_process),
        TEST(null_segments_do_no_harm),
    };
    run_tests(tests, ARRAY_SIZE(tests));
}
