// registers.c: fork with a known value in each register. Parent and child both find them after the
// call, but for %rax, which has the call's result, and %rcx and %r11, which the processor's syscall
// instruction overwrites. Each looks for itself; the judge has looked at birth.

#include "shared.h"

enum { RBX, RDX, RSI, RDI, RBP, R8, R9, R10, R12, R13, R14, R15, FLAGS, RSP, RAX, REGISTERS };
static const char *const names[] = {"rbx", "rdx", "rsi", "rdi", "rbp",    "r8",  "r9", "r10",
                                    "r12", "r13", "r14", "r15", "rflags", "rsp", "rax"};

// fork_with()
//    Puts before[] into the registers, calls fork, and stores the registers in after[]. Each
//    process has its own copy of both arrays.
volatile uint64_t before[REGISTERS], after[REGISTERS];
void fork_with(void);
__asm__(".pushsection .text\n"
        "fork_with:\n"
        "    pushq %rbx\n"
        "    pushq %rbp\n"
        "    pushq %r12\n"
        "    pushq %r13\n"
        "    pushq %r14\n"
        "    pushq %r15\n"
        "    movq %rsp, before+8*13(%rip)\n"
        "    pushq before+8*12(%rip)\n"
        "    popfq\n"
        "    movq before(%rip), %rbx\n"
        "    movq before+8*1(%rip), %rdx\n"
        "    movq before+8*2(%rip), %rsi\n"
        "    movq before+8*3(%rip), %rdi\n"
        "    movq before+8*4(%rip), %rbp\n"
        "    movq before+8*5(%rip), %r8\n"
        "    movq before+8*6(%rip), %r9\n"
        "    movq before+8*7(%rip), %r10\n"
        "    movq before+8*8(%rip), %r12\n"
        "    movq before+8*9(%rip), %r13\n"
        "    movq before+8*10(%rip), %r14\n"
        "    movq before+8*11(%rip), %r15\n"
        "    movl $5, %eax\n" // SYSCALL_FORK; changes no flag
        "    syscall\n"
        "    movq %rbx, after(%rip)\n"
        "    movq %rdx, after+8*1(%rip)\n"
        "    movq %rsi, after+8*2(%rip)\n"
        "    movq %rdi, after+8*3(%rip)\n"
        "    movq %rbp, after+8*4(%rip)\n"
        "    movq %r8, after+8*5(%rip)\n"
        "    movq %r9, after+8*6(%rip)\n"
        "    movq %r10, after+8*7(%rip)\n"
        "    movq %r12, after+8*8(%rip)\n"
        "    movq %r13, after+8*9(%rip)\n"
        "    movq %r14, after+8*10(%rip)\n"
        "    movq %r15, after+8*11(%rip)\n"
        "    movq %rsp, after+8*13(%rip)\n"
        "    movq %rax, after+8*14(%rip)\n"
        "    pushfq\n"
        "    popq after+8*12(%rip)\n"
        "    cld\n"
        "    popq %r15\n"
        "    popq %r14\n"
        "    popq %r13\n"
        "    popq %r12\n"
        "    popq %rbp\n"
        "    popq %rbx\n"
        "    retq\n"
        ".popsection\n");
_Static_assert(SYSCALL_FORK == 5, "as fork_with has it");

enum {
    CARRY = 1,
    PARITY = 4,
    ADJUST = 0x10,
    ZERO = 0x40,
    SIGN = 0x80,
    INTERRUPTS = 0x200,
    DIRECTION = 0x400,
    OVERFLOW = 0x800
};
static const uint64_t flags[] = {
    INTERRUPTS | CARRY | ZERO | OVERFLOW,
    INTERRUPTS | PARITY | SIGN | DIRECTION,
    INTERRUPTS | ADJUST | CARRY | SIGN | OVERFLOW,
};

static void
require_registers(const char *who) {
    for (int i = 0; i < RAX; ++i) {
        require(5,
                before[i]
                    == (i == FLAGS ? after[i] & ~2UL : after[i]), // bit 1 of the flags is always 1
                "after sys_fork, %s has %#lx in %%%s; before, it was %#lx", who, after[i], names[i],
                before[i]);
    }
}

static void
fork_once(unsigned round) {
    const pid_t parent = sys_getpid();
    for (int i = 0; i < FLAGS; ++i) {
        before[i] = 0x1234567800000000 * (round % 2) + 0x8000000000001001 * (uint64_t) (i + 1)
                    + round * 0x10101010;
    }
    before[FLAGS] = flags[round];
    trying("sys_fork of process %d", parent);
    fork_with();
    const pid_t result = (pid_t) after[RAX], pid = sys_getpid();
    require(5, (int64_t) after[RAX] >= 0, "sys_fork returned %d; slots are free, and %u pages",
            result, free_page_count());
    if (result == 0) {
        require(5, pid != parent, "in process %d, the parent, sys_fork returns 0, as in the child",
                pid);
        require_registers("the child");
        shared->word[round] = (uint32_t) pid;
        reach(1);
        return;
    }
    require(5, pid == parent,
            "process %d called sys_fork, and goes on as process %d, with the result %d", parent,
            pid, result);
    require_registers("the parent");
    await(5, result, 1, "sys_fork");
    require(5, shared->word[round] == (uint32_t) result,
            "sys_fork returned %d to the parent, and the child says that it is process %u", result,
            shared->word[round]);
    for (;;) {
        sys_yield();
    }
}

// Each child forks the next one, with other values.
void
process_main(void) {
    for (unsigned round = 0; round < ARRAY_SIZE(flags); ++round) {
        fork_once(round);
    }
    trial_passed();
}
