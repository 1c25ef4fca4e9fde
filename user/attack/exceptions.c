// exceptions.c: hostile acts that raise exceptions, by their causes and by `int`, with flags and
// stacks that could confuse the kernel.

#include "attack.h"

#define CALL_WITH_FLAGS(flags) "pushq $" flags "; popfq; syscall; pushq $2; popfq"

void
attack_by_exceptions(void) {
    ACT(HARMLESS, "divide error", "divb %b0" : : "r"(0) : "rax");
    ACT(HARMLESS, "divide error: the smallest by -1", "cqto; idivq %1"
        :
        : "a"(INT64_MIN), "r"(-1L)
        : "rdx");
    ACT(HARMLESS, "single step", "pushq $0x102; popfq; nop");
    ACT(HARMLESS, "debug trap: int1", ".byte 0xF1");
    ACT(HARMLESS, "breakpoint", "int3");
    IN_CHILD("dr7", "a breakpoint that was there before", "",
             (void) *(volatile uint64_t *) (TICKS_ADDR + 8);
             note(false));
    ACT(HARMLESS, "%ss loaded, then int3", "mov %0, %%ss; int3" : : "r"(0x23));
    ACT(HARMLESS, "invalid opcode", "ud2");
    ACT(HARMLESS, "an opcode of 15 bytes and more", ".fill 20, 1, 0x66; nop");
    ACT(HARMLESS, "stack at a non-canonical address", "mov %0, %%rsp; push %%rax"
        :
        : "r"(HOLE + 64));
    ACT(HARMLESS, "stack at address 0", "xor %%esp, %%esp; push %%rax" : :);
    ACT("supervisor", "stack in the kernel",
        "mov %%rsp, %%rcx; mov %0, %%rsp; push %%rax; mov %%rcx, %%rsp"
        :
        : "r"((uint64_t) KERNEL_STACK)
        : "rcx", "memory");
    ACT(HARMLESS, "stack in the kernel, then a system call", "mov %0, %%rsp; syscall; ud2"
        :
        : "r"((uint64_t) KERNEL_STACK), "a"(SYSCALL_GETPID)
        : "rcx", "r11");
    ACT(HARMLESS, "stack at a non-canonical address, then a system call",
        "mov %0, %%rsp; syscall; ud2"
        :
        : "r"(HOLE), "a"(SYSCALL_YIELD)
        : "rcx", "r11");
    ACT(HARMLESS, "jump to an address that is not canonical", "jmp *%0" : : "r"(HOLE));

    IN_CHILD("entry-flags", "single step into a system call", "",
             __asm__ volatile(CALL_WITH_FLAGS("0x102")
                              :
                              : "a"(SYSCALL_GETPID)
                              : "rcx", "r11", "memory");
             note(false)); // to survive that gains nothing
    IN_CHILD("entry-flags", "nested task into a system call", "",
             __asm__ volatile(CALL_WITH_FLAGS("0x4002")
                              :
                              : "a"(SYSCALL_GETPID)
                              : "rcx", "r11", "memory");
             note(false));
    // QEMU clears DF at `syscall` even if FMASK does not have it, so this act cannot show the
    // guard.
    IN_CHILD(HARMLESS, "copy backwards in a system call", "",
             __asm__ volatile(CALL_WITH_FLAGS("0x402")
                              :
                              : "a"(SYSCALL_GETSYSNAME), "D"(data + 64)
                              : "rcx", "r11", "memory");
             note(memcmp(data + 64, "Weensy", 7) != 0));
    IN_CHILD("entry-flags", "copy backwards in an exception", "",
             __asm__ volatile("pushq $0x502; popfq; nop"));
    IN_CHILD(HARMLESS, "%ss loaded, then a single step into a system call", "",
             __asm__ volatile("pushq $0x102; popfq; mov %0, %%ss; syscall; pushq $2; popfq"
                              :
                              : "r"(0x23), "a"(SYSCALL_GETPID)
                              : "rcx", "r11", "memory");
             note(false));
}

// `int n; ret` for each n, 4 bytes each.
__asm__("        .section .text.interrupts, \"ax\"\n"
        "interrupt_instructions:\n"
        "        .set n, 0\n"
        "        .rept 256\n"
        "        .byte 0xCD, n, 0xC3, 0xCC\n"
        "        .set n, n + 1\n"
        "        .endr\n"
        "        .previous\n");
extern const char interrupt_instructions[256][4];

void
attack_by_interrupts(void) {
    for (int n = 0; n < 256; n += n < 48 ? 1 : 16) { // exceptions, devices, and some of the rest
        char name[8];
        snprintf(name, sizeof(name), "%d", n);
        IN_CHILD(n == 3 || n == 4 ? HARMLESS : "gates", "int ", name,
                 run_at((uintptr_t) interrupt_instructions[n]));
    }
}
