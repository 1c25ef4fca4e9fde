// fault.c: explains exceptions, on the screen and in the log.

#include "fault.h"
#include "addresses.h"
#include "assert.h"
#include "backtrace.h"
#include "console.h"
#include "exceptions.h"
#include "kernel.h"
#include "log.h"
#include "printf.h"
#include "string.h"
#include "places.h"
#include "x86.h"

// Does %cr2 have the address that caused the exception? (The usual cause of a double fault is a
// stack that cannot be written.)
#define has_address(regs) ((regs)->reg_intno == INT_PF || (regs)->reg_intno == INT_DF)

static void explain(const regstate *regs, x86_64_pagetable *pt, const process_view *view, char *s,
                    size_t size);
static void details_log(const regstate *regs, x86_64_pagetable *pt);

void
fault_show(pid_t pid) {
    process_view view;
    bool found = view_process(pid, &view);
    assert(found);
    char what[160];
    explain(view.regs, view.pagetable, &view, what, sizeof(what));
    code_place place = place_find(view.program, view.regs->reg_rip);
    console_printf(CS_ERROR "Process %d (%s): %s,\n  in %s (%s:%u), at %#lx" CS_NORMAL "\n", pid,
                   view.program, what, place.function, place.file, place.line, view.regs->reg_rip);
    log_printf("process %d (%s): %s\n", pid, view.program, what);
    details_log(view.regs, view.pagetable);
    log_printf("%s", backtrace_text(backtrace_of(view.regs, view.pagetable, view.program)));
}

void
fault_panic(const regstate *regs) {
    static const regstate *first;
    static char what[160];
    if (first != NULL) {
        panic_of(first, "%s; then another fault: page tables or the stack are broken", what);
    }
    first = regs;
    log_printf("the kernel faulted:\n");
    explain(regs, page_table_in_force(), NULL, what, sizeof(what));
    details_log(regs, page_table_in_force());
    panic_of(regs, "%s", what);
}

// explain(regs, pt, view, s, size)
//    Stores in the `size` bytes at `s` what happened, like "page fault writing 0x0 (not mapped):
//    the null page", from the view of process `*view`, or of the kernel if that is NULL.
static void
explain(const regstate *regs, x86_64_pagetable *pt, const process_view *view, char *s,
        size_t size) {
    exception_describe(regs, read_cr2(), s, size);
    size_t length = strlen(s);
    if (has_address(regs)) {
        snprintf(s + length, size - length, ": %s", address_description(pt, read_cr2(), view));
    }
}

// details_log(regs, pt)
//    Logs how the address that caused the exception is translated, and the registers.
static void
details_log(const regstate *regs, x86_64_pagetable *pt) {
    static const char names[][4] = {"rax", "rcx", "rdx", "rbx", "rbp", "rsi", "rdi", "r8",
                                    "r9",  "r10", "r11", "r12", "r13", "r14", "r15"};
    if (has_address(regs)) {
        address_walk_log(pt, read_cr2(), regs->reg_errcode);
    }
    for (unsigned i = 0; i < ARRAY_SIZE(names); ++i) {
        log_printf("  %-3s %016lx%s", names[i], (&regs->reg_rax)[i], i % 4 == 3 ? "\n" : "");
    }
    log_printf("  rsp %016lx\n  rip %016lx  flags %08lx  cs %lx  ss %lx  vector %lu  error %#lx\n",
               regs->reg_rsp, regs->reg_rip, regs->reg_rflags, regs->reg_cs, regs->reg_ss,
               regs->reg_intno, regs->reg_errcode);
}
