// judge.c: the kernel's two ways in and its way out, with the judge in between, and the calls of
// programs of checks (judge-calls.h). A process can ask that an allocation of its next call fails,
// and it can probe an address: if that faults, it goes on elsewhere.

#include "judge.h"
#include "addresses.h"
#include "direct-map.h"
#include "backtrace.h"
#include "errors.h"
#include "faults.h"
#include "interrupts.h"
#include "judge-calls.h"
#include "report.h"
#include "segments.h"
#include "string.h"
#include "syscalls.h"
#include "timer.h"
#include "watchdog.h"
#include "x86.h"

void student_kernel_start(const char *command) never_returns;
void student_exception(regstate *regs);
uintptr_t student_syscall(regstate *regs);
void __real_exception_return(regstate *regs) never_returns;

enum { QUIET_RETURNS = 32, MOST_PROCESSES = 64 };

static unsigned fail_next[MOST_PROCESSES];  // [pid]: this allocation of its next call fails
static uintptr_t landing[MOST_PROCESSES];   // [pid]: where it goes on if it faults; 0: nowhere
static unsigned allocations[MOST_PROCESSES]; // [pid]: of its last call
static unsigned fork_cost[MOST_PROCESSES];  // [pid]: of its last fork, in pages

static pid_t
process_of(const regstate *regs) {
    process_view view;
    for (pid_t pid = 1; pid <= view_last_pid && pid < MOST_PROCESSES; ++pid) {
        if (view_process(pid, &view) && view.regs == regs) {
            return pid;
        }
    }
    return 0;
}

// enter(), leave(pt)
//    Puts the kernel's page table in force, and again the one that was.
static x86_64_pagetable *
enter(void) {
    x86_64_pagetable *pt = page_table_in_force();
    write_cr3(kptr2pa(kernel_pagetable));
    return pt;
}

static void
leave(x86_64_pagetable *pt) {
    write_cr3(kptr2pa(pt));
}

// check_return(regs)
//    Process regs are about to go to user mode: audits, if memory may have changed.
static void
check_return(const regstate *regs) {
    static unsigned quiet;
    pid_t pid = process_of(regs);
    process_view view;
    x86_64_pagetable *pt = enter();
    const bool was_fault = faults_end();
    if (pid == 0) {
        judge_wrong(judge_step(), "%s, the kernel goes to user mode with registers that are no process's", judge_when());
    } else if (view_process(pid, &view) && view.pagetable != pt) {
        judge_wrong(2, "%s, the kernel lets process %d run, and the page table in force is not its own", judge_when(), pid);
    } else if (!is_from_user(regs)) {
        judge_wrong(judge_step(), "%s, process %d would run in kernel mode", judge_when(), pid);
    }
    if (allocator_was_used() || was_fault || quiet++ % QUIET_RETURNS == 0) {
        audit();
    }
    leave(pt);
}

void
kernel_start(const char *command) {
    student_kernel_start(command);
}

void
__wrap_exception_return(regstate *regs) {
    (void) allocator_end_call();
    check_return(regs);
    __real_exception_return(regs);
}

void
exception(regstate *regs) {
    static uint64_t fault_address; // of the last fault of a process
    if (!is_from_user(regs) && regs->reg_intno == INT_PF && allocator_lends(read_cr2())) {
        write_cr2(fault_address);
        return;
    }
    fault_address = read_cr2();
    pid_t pid = is_from_user(regs) ? process_of(regs) : 0;
    if (pid != 0 && landing[pid] != 0 && regs->reg_intno != INT_TIMER) {
        regs->reg_rip = landing[pid];
        regs->reg_rax = 1;
        landing[pid] = 0;
        return;
    }
    now = (moment) {.kind = IN_EXCEPTION, .pid = pid};
    if (pid != 0 && regs->reg_intno != INT_TIMER) {
        faults_begin(pid, regs);
    }
    allocator_begin_call(0);
    student_exception(regs);
    check_return(regs);
}

// judged_call(pid, regs)
//    Lets the kernel serve a call of process `pid`, and compares before and after.
static uintptr_t
judged_call(pid_t pid, regstate *regs) {
    const regstate before = *regs;
    const unsigned fail = fail_next[pid];
    now = (moment) {.kind = IN_CALL, .pid = pid, .call = regs->reg_rax};
    x86_64_pagetable *pt = enter();
    if (fail != 0) {
        snapshot_take();
    }
    if (regs->reg_rax == SYSCALL_FORK) {
        birth_take(pid);
        fork_cost[pid] = free_pages();
    }
    leave(pt);
    faults_forget(pid);
    fail_next[pid] = 0;
    allocator_begin_call(fail);
    const intptr_t result = (intptr_t) student_syscall(regs);
    const bool failed = allocator_end_call();
    allocations[pid] = allocator_count();
    if (before.reg_rax == SYSCALL_FORK) {
        fork_cost[pid] -= free_pages();
    }
    check_return(regs);
    pt = enter();
    if (failed && result >= 0) {
        judge_wrong(judge_step(), "%s, and yet it returned %ld", judge_when(), result);
    } else if (failed && judge_step() >= 3) {
        snapshot_require_same(judge_step() < 6 && before.reg_rax == SYSCALL_FORK ? 6 : judge_step());
    } else if (result > 0 && before.reg_rax == SYSCALL_FORK) {
        birth_require_copy(pid, (pid_t) result, &before);
    }
    leave(pt);
    return (uintptr_t) result;
}

static uintptr_t judges_call(pid_t pid, uintptr_t call, regstate *regs);

// users_text(view, addr)
//    The process's text at `addr`, which the kernel may be unable to read there itself. The string is valid until the
//    next call.
static const char *
users_text(const process_view *view, uintptr_t addr) {
    static char text[256];
    size_t n = 0;
    for (const char *byte; n + 1 < sizeof(text); ++n) {
        byte = vmiter_kptr(vmiter_at(view->pagetable, addr + n));
        if (byte == NULL || *byte == '\0') {
            break;
        }
        text[n] = *byte;
    }
    text[n] = '\0';
    return text;
}

uintptr_t
syscall(regstate *regs) {
    pid_t pid = process_of(regs);
    uintptr_t call = regs->reg_rax - (uintptr_t) check_calls;
    if (pid == 0) {
        judge_wrong(judge_step(), "the registers of a process are in no process of view_process");
    }
    return call < JUDGE_CALLS_END ? judges_call(pid, call, regs) : judged_call(pid, regs);
}

// judges_call(pid, call, regs)
//    Serves a call of the judge's own. Programs of checks can be trusted with their arguments.
static uintptr_t
judges_call(pid_t pid, uintptr_t call, regstate *regs) {
    const uintptr_t a = regs->reg_rdi, b = regs->reg_rsi;
    switch (call) {
    case JUDGE_PASSED: judge_passed();
    case JUDGE_PROBE: landing[pid] = a; return 0;
    case JUDGE_FAIL_NEXT: fail_next[pid] = (unsigned) a; return 0;
    case JUDGE_ALLOCATIONS: return allocations[pid];
    case JUDGE_FAULT: faults_announce(pid, a, (enum fault_outcome) b); return 0;
    case JUDGE_FORK_COST: return fork_cost[pid];
    }
    x86_64_pagetable *pt = enter();
    uintptr_t result = 0;
    process_view view = {.pagetable = kernel_pagetable};
    bool exists = view_process(call == JUDGE_STATE ? (pid_t) a : pid, &view);
    vmiter it = vmiter_make(exists ? view.pagetable : kernel_pagetable, a);
    switch (call) {
    case JUDGE_FREE_PAGES: result = free_pages(); break;
    case JUDGE_PHYSICAL: result = vmiter_user(&it) ? vmiter_pa(&it) : (uintptr_t) -1; break;
    case JUDGE_PERMISSIONS: result = vmiter_perm(&it); break;
    case JUDGE_WRONG: judge_wrong((unsigned) a, "%s", users_text(&view, b));
    case JUDGE_DETAIL: judge_detail("%s", users_text(&view, a)); break;
    case JUDGE_TRYING: report_line("trying %s", users_text(&view, a)); break;
    case JUDGE_REFCOUNT:
        result = (uintptr_t) -1;
        if (vmiter_present(&it)) {
            page_view page;
            view_page(vmiter_pa(&it), &page);
            result = page.refcount;
        }
        break;
    case JUDGE_STATE: result = !exists ? 0 : strcmp(view.state, "runnable") == 0 ? 1 : 2; break;
    }
    leave(pt);
    return result;
}

// report_interrupted_process()
//    Reports where the process was that the timer interrupted, if it interrupted one.
static void
report_interrupted_process(void) {
    process_view view;
    pid_t pid = process_of(interrupted_registers());
    if (pid != 0 && view_process(pid, &view)) {
        report_line("trace  on behalf of process %d (%s):", pid, view.program);
        report_trace(backtrace_of(view.regs, view.pagetable, view.program));
    }
}

void __real_timer_interrupt(void);

void
__wrap_timer_interrupt(void) {
    __real_timer_interrupt();
    faults_tick();
    if (ticks >= (uint64_t) report_option("deadline", 1000)) {
        report_line("time is over");
        report_interrupted_process();
        report_end();
    }
}
