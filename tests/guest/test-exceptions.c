// test-exceptions.c: whatever a process does to the processor, it faults for exactly that reason,
// and its parent goes on.

#include "test.h"

struct act {
    const char *name;
    void (*function)(void);
    int vector, other; // exceptions that it may raise; NONE: it may succeed
};
enum { NONE = -1 };
#define RAISES(function, vector) {#function, function, (vector), (vector)}
#define MAY_RAISE(function, vector, other) {#function, function, (vector), (other)}
#define INSTRUCTION(name, ...)                                                                     \
    static void name(void) {                                                                       \
        __asm__ volatile(__VA_ARGS__);                                                             \
    }

static void
check_acts(const struct act *acts, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        int seen = fault_of(acts[i].function);
        if (seen != acts[i].other) {
            check_case(acts[i].name, seen, acts[i].vector);
        }
    }
}

INSTRUCTION(divide_by_zero, "div %b0" : : "r"(0) : "rax")
INSTRUCTION(divide_the_smallest_by_minus_1, "cqto; idivq %1" : : "a"(INT64_MIN), "r"(-1L) : "rdx")
INSTRUCTION(single_step, "pushq $0x102; popfq; nop; nop")
INSTRUCTION(one_byte_breakpoint, "int3")
INSTRUCTION(two_byte_breakpoint, ".byte 0xCD, 3")
INSTRUCTION(overflow, "int $4")
INSTRUCTION(invalid_opcode, "ud2")
INSTRUCTION(opcode_of_32_bit_mode, ".byte 0x06")

static void
exceptions_of_calculation_and_debugging(void) {
    static const struct act acts[] = {
        RAISES(divide_by_zero, INT_DE),
        RAISES(divide_the_smallest_by_minus_1, INT_DE),
        RAISES(single_step, INT_DB),
        RAISES(one_byte_breakpoint, INT_BP),
        RAISES(two_byte_breakpoint, INT_BP),
        RAISES(overflow, INT_OF),
        RAISES(invalid_opcode, INT_UD),
        RAISES(opcode_of_32_bit_mode, INT_UD),
    };
    check_acts(acts, ARRAY_SIZE(acts));
}

INSTRUCTION(x87_load, "fld1")
INSTRUCTION(x87_state, "fninit")
INSTRUCTION(mmx, "movd %eax, %mm0")
INSTRUCTION(sse, "movaps %xmm0, %xmm1")
INSTRUCTION(sse2, "movdqa %xmm0, %xmm1")
INSTRUCTION(avx, "vzeroall")

// floating_point_faults()
//    Each processor may choose the exception: x87 "not available", the others "invalid".
static void
floating_point_faults(void) {
    static const struct act acts[] = {
        RAISES(x87_load, INT_NM), RAISES(x87_state, INT_NM), RAISES(mmx, INT_UD),
        RAISES(sse, INT_UD),      RAISES(sse2, INT_UD),      RAISES(avx, INT_UD),
    };
    check_acts(acts, ARRAY_SIZE(acts));
}

INSTRUCTION(cli, "cli")
INSTRUCTION(sti, "sti")
INSTRUCTION(hlt, "hlt")
INSTRUCTION(read_cr0, "mov %%cr0, %%rax" : : : "rax")
INSTRUCTION(write_cr0, "mov %%rax, %%cr0" : : "a"(0x80000001))
INSTRUCTION(read_cr2, "mov %%cr2, %%rax" : : : "rax")
INSTRUCTION(read_cr3, "mov %%cr3, %%rax" : : : "rax")
INSTRUCTION(write_cr3, "mov %%rax, %%cr3" : : "a"(0x1000))
INSTRUCTION(write_cr4, "mov %%rax, %%cr4" : : "a"(0x20))
INSTRUCTION(write_cr8, "mov %%rax, %%cr8" : : "a"(0))
INSTRUCTION(read_dr7, "mov %%dr7, %%rax" : : : "rax")
INSTRUCTION(write_dr0, "mov %%rax, %%dr0" : : "a"(PROC_START_ADDR))
INSTRUCTION(clts, "clts")
INSTRUCTION(lmsw, "lmsw %w0" : : "r"(1))
INSTRUCTION(lgdt, "lgdt (%0)" : : "r"(PROC_START_ADDR))
INSTRUCTION(lidt, "lidt (%0)" : : "r"(PROC_START_ADDR))
INSTRUCTION(lldt, "lldt %w0" : : "r"(0))
INSTRUCTION(ltr, "ltr %w0" : : "r"(0x28))
INSTRUCTION(invlpg, "invlpg (%0)" : : "r"(PROC_START_ADDR))
INSTRUCTION(invd, "invd")
INSTRUCTION(wbinvd, "wbinvd")
INSTRUCTION(rdmsr, "rdmsr" : : "c"(0xC0000080) : "rax", "rdx")
INSTRUCTION(wrmsr, "wrmsr" : : "c"(0xC0000082), "a"(0), "d"(0))
INSTRUCTION(rdpmc, "rdpmc" : : "c"(0) : "rax", "rdx")
INSTRUCTION(swapgs, "swapgs")
INSTRUCTION(sysret, "sysretq" : : "c"(PROC_START_ADDR) : "r11")
INSTRUCTION(in_keyboard, "inb $0x60, %%al" : : : "rax")
INSTRUCTION(in_serial, "inb %%dx, %%al" : : "d"(0x3F8) : "rax")
INSTRUCTION(out_exit, "outb %%al, %%dx" : : "a"(0), "d"(0xF4))
INSTRUCTION(out_log, "outb %%al, %%dx" : : "a"('!'), "d"(0xE9))
INSTRUCTION(out_timer, "outb %%al, $0x43" : : "a"(0x34))
INSTRUCTION(out_power, "outw %%ax, %%dx" : : "a"(0x2000), "d"(0x604))
INSTRUCTION(out_port_0, "outb %%al, $0" : : "a"(0))
INSTRUCTION(out_last_port, "outl %%eax, %%dx" : : "a"(0), "d"(0xFFFC))
INSTRUCTION(out_after_popf_of_iopl_3, "pushq $0x3002; popfq; outb %al, $0x80")
INSTRUCTION(load_kernel_data_segment, "mov %0, %%ds" : : "r"(0x10))
INSTRUCTION(load_kernel_stack_segment, "mov %0, %%ss" : : "r"(0x10))
INSTRUCTION(load_segment_beyond_the_table, "mov %0, %%es" : : "r"(0xFFF8))
INSTRUCTION(load_null_stack_segment, "mov %0, %%ss" : : "r"(0))

static void
privileged_instructions_are_refused(void) {
    static const struct act acts[] = {
        RAISES(cli, INT_GP), RAISES(sti, INT_GP), RAISES(hlt, INT_GP),
        RAISES(read_cr0, INT_GP), RAISES(write_cr0, INT_GP), RAISES(read_cr2, INT_GP),
        RAISES(read_cr3, INT_GP), RAISES(write_cr3, INT_GP), RAISES(write_cr4, INT_GP),
        RAISES(write_cr8, INT_GP), RAISES(read_dr7, INT_GP), RAISES(write_dr0, INT_GP),
        RAISES(clts, INT_GP), RAISES(lmsw, INT_GP), RAISES(lgdt, INT_GP), RAISES(lidt, INT_GP),
        RAISES(lldt, INT_GP), RAISES(ltr, INT_GP), RAISES(invlpg, INT_GP), RAISES(rdmsr, INT_GP),
        RAISES(wrmsr, INT_GP), RAISES(rdpmc, INT_GP), RAISES(swapgs, INT_GP), RAISES(sysret, INT_GP),
        RAISES(in_keyboard, INT_GP), RAISES(in_serial, INT_GP), RAISES(out_exit, INT_GP),
        RAISES(out_log, INT_GP), RAISES(out_timer, INT_GP), RAISES(out_power, INT_GP),
        RAISES(out_port_0, INT_GP), RAISES(out_last_port, INT_GP),
        RAISES(out_after_popf_of_iopl_3, INT_GP),
        RAISES(load_kernel_data_segment, INT_GP), RAISES(load_kernel_stack_segment, INT_GP),
        RAISES(load_segment_beyond_the_table, INT_GP), RAISES(load_null_stack_segment, INT_GP),
    };
    check_acts(acts, ARRAY_SIZE(acts));
}

INSTRUCTION(misaligned_access, "pushq $0x40002; popfq; movl 1(%%rsp), %%eax; pushq $2; popfq"
            : : : "rax")
INSTRUCTION(single_step_into_system_call,
            "pushq $0x102; popfq; syscall; nop" : : "a"(SYSCALL_GETPID) : "rcx", "r11")
INSTRUCTION(one_byte_debug_trap, ".byte 0xF1")
INSTRUCTION(stack_not_canonical, "mov %0, %%rsp; push %%rax" : : "r"((1UL << 47) + 64))
INSTRUCTION(frame_not_canonical, "mov %0, %%rbp; mov (%%rbp), %%rax" : : "r"(1UL << 47) : "rax")
INSTRUCTION(far_return_to_kernel, "pushq $8; pushq %0; lretq" : : "r"(0x41000UL))
INSTRUCTION(interrupt_return_to_kernel,
            "pushq $0x10; pushq %0; pushq $2; pushq $8; pushq %0; iretq" : : "r"(0x41000UL))
INSTRUCTION(interrupt_return_to_nowhere,
            "pushq $0; pushq $0; pushq $0; pushq $0; pushq $0; iretq")

// exceptions_that_differ_between_processors()
//    QEMU's emulation differs, too. It has no alignment check, takes a far return's read of the
//    stack for one by the kernel, and treats the stack segment like any other. From QEMU 8 on,
//    `invd` and `wbinvd` do nothing at any privilege level.
static void
exceptions_that_differ_between_processors(void) {
    const int not_canonical = not_canonical_vector();
    const struct act acts[] = {
        MAY_RAISE(invd, INT_GP, NONE),
        MAY_RAISE(wbinvd, INT_GP, NONE),
        MAY_RAISE(misaligned_access, INT_AC, NONE),
        MAY_RAISE(single_step_into_system_call, INT_DB, NONE),
        MAY_RAISE(one_byte_debug_trap, INT_DB, INT_UD),
        MAY_RAISE(stack_not_canonical, INT_SS, not_canonical),
        MAY_RAISE(frame_not_canonical, INT_SS, not_canonical),
        MAY_RAISE(far_return_to_kernel, INT_GP, INT_PF),
        MAY_RAISE(interrupt_return_to_kernel, INT_GP, INT_PF),
        MAY_RAISE(interrupt_return_to_nowhere, INT_GP, INT_PF),
    };
    check_acts(acts, ARRAY_SIZE(acts));
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

static int n_to_raise;

static void
raise_interrupt(void) {
    __asm__ volatile("call *%0" : : "r"(interrupt_instructions[n_to_raise]) : "memory");
}

static void
no_interrupt_instruction_gets_through(void) {
    for (n_to_raise = 0; n_to_raise < 256; ++n_to_raise) {
        char name[20];
        snprintf(name, sizeof(name), "int %d", n_to_raise);
        bool allowed = n_to_raise == INT_BP || n_to_raise == INT_OF;
        check_case(name, fault_of(raise_interrupt), allowed ? n_to_raise : INT_GP);
    }
}

void
process_main(void) {
    static const struct test tests[] = {
        TEST(exceptions_of_calculation_and_debugging),
        TEST(floating_point_faults),
        TEST(privileged_instructions_are_refused),
        TEST(exceptions_that_differ_between_processors),
        TEST(no_interrupt_instruction_gets_through),
    };
    run_tests(tests, ARRAY_SIZE(tests));
}
