// fault.c: exceptions in words (SDM vol. 3A, 6.15).

#include "fault.h"
#include "assert.h"
#include "backtrace.h"
#include "console.h"
#include "kernel.h"
#include "log.h"
#include "printf.h"
#include "symbols.h"
#include "x86.h"

static const char *const names[] = {
    [INT_DE] = "divide error",
    [INT_DB] = "debug exception",
    [INT_NMI] = "non-maskable interrupt",
    [INT_BP] = "breakpoint",
    [INT_OF] = "overflow",
    [INT_BR] = "bound range exceeded",
    [INT_UD] = "invalid opcode",
    [INT_NM] = "floating point, which this kernel does not offer",
    [INT_DF] = "double fault",
    [INT_TS] = "invalid task-state segment",
    [INT_NP] = "segment not present",
    [INT_SS] = "stack-segment fault",
    [INT_GP] = "general protection fault",
    [INT_PF] = "page fault",
    [INT_MF] = "x87 floating-point error",
    [INT_AC] = "alignment check",
    [INT_MC] = "machine check",
    [INT_XM] = "SIMD floating-point error",
};

void
fault_describe(const regstate *regs, uint64_t address, char *s, size_t size) {
    uint64_t vector = regs->reg_intno, error = regs->reg_errcode;
    if (vector == INT_PF) {
        const char *access = error & PFERR_FETCH   ? "executing"
                             : error & PFERR_WRITE ? "writing"
                                                   : "reading";
        const char *reason = error & PFERR_PRESENT ? "not allowed" : "not mapped";
        snprintf(s, size, "page fault %s 0x%lx (%s)", access, address, reason);
    } else if (vector < ARRAY_SIZE(names) && names[vector] != NULL) {
        snprintf(s, size, "%s", names[vector]);
    } else {
        snprintf(s, size, "unexpected interrupt %lu", vector);
    }
}

static void fault_log(const regstate *regs, x86_64_pagetable *pagetable, const char *program);

void
fault_show(pid_t pid) {
    process_view view;
    bool found = view_process(pid, &view);
    assert(found);
    char what[100];
    fault_describe(view.regs, read_cr2(), what, sizeof(what));
    symbol function = symbol_find(view.program, view.regs->reg_rip);
    console_printf(CS_ERROR "Process %d (%s): %s, at %#lx (%s+%#lx)" CS_NORMAL "\n", pid,
                   view.program, what, view.regs->reg_rip, function.name, function.offset);
    log_printf("process %d (%s): %s\n", pid, view.program, what);
    fault_log(view.regs, view.pagetable, view.program);
}

void
fault_panic(const regstate *regs) {
    char what[100];
    fault_describe(regs, read_cr2(), what, sizeof(what));
    symbol function = symbol_find("kernel", regs->reg_rip);
    log_printf("the kernel faulted: %s\n", what);
    fault_log(regs, kernel_pagetable, NULL);
    panic_of(regs, "%s, at %#lx (%s+%#lx)", what, regs->reg_rip, function.name, function.offset);
}

// fault_log(regs, pagetable, program)
//    Writes registers and a backtrace to the log.
static void
fault_log(const regstate *regs, x86_64_pagetable *pagetable, const char *program) {
    log_printf("  rax %016lx  rbx %016lx  rcx %016lx  rdx %016lx\n", regs->reg_rax, regs->reg_rbx,
               regs->reg_rcx, regs->reg_rdx);
    log_printf("  rsi %016lx  rdi %016lx  rbp %016lx  rsp %016lx\n", regs->reg_rsi, regs->reg_rdi,
               regs->reg_rbp, regs->reg_rsp);
    log_printf("  r8  %016lx  r9  %016lx  r10 %016lx  r11 %016lx\n", regs->reg_r8, regs->reg_r9,
               regs->reg_r10, regs->reg_r11);
    log_printf("  r12 %016lx  r13 %016lx  r14 %016lx  r15 %016lx\n", regs->reg_r12, regs->reg_r13,
               regs->reg_r14, regs->reg_r15);
    log_printf("  rip %016lx  flags %08lx  cs %lx  ss %lx  vector %lu  error %#lx\n", regs->reg_rip,
               regs->reg_rflags, regs->reg_cs, regs->reg_ss, regs->reg_intno, regs->reg_errcode);
    backtrace_print(backtrace_of(regs, pagetable, program), log_printf);
}
