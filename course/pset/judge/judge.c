// judge.c: the kernel's two ways in and its way out, with the judge in between, and the calls of
// programs of checks (judge-calls.h). A process can ask that an allocation of its next call fails,
// and it can probe an address: if that faults, it goes on elsewhere.

#include "judge.h"
#include "addresses.h"
#include "direct-map.h"
#include "doorkeeper.h"
#include "backtrace.h"
#include "errors.h"
#include "faults.h"
#include "interrupts.h"
#include "judge-calls.h"
#include "math.h"
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

static unsigned fail_next[MOST_PROCESSES];   // [pid]: this allocation of its next call fails
static uintptr_t landing[MOST_PROCESSES];    // [pid]: where it goes on if it faults; 0: nowhere
static unsigned allocations[MOST_PROCESSES]; // [pid]: of its last call
static unsigned fork_cost[MOST_PROCESSES];   // [pid]: of its last fork, in pages
static unsigned turns[MOST_PROCESSES];       // [pid]: how often it has gone on
static struct unfinished {
    pid_t pid; // whose system call the kernel serves; 0: none
    regstate regs;
} unfinished;

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

// may_have_changed_memory()
//    Did what happened since the last return change memory? Before step 3, sys_page_alloc does
//    without kalloc; before step 6, sys_exit without kfree.
static bool
may_have_changed_memory(void) {
    bool was_used = allocator_was_used(), in_call = now.kind == IN_CALL;
    return was_used || (in_call && (now.call == SYSCALL_PAGE_ALLOC || now.call == SYSCALL_EXIT));
}

// check_return(regs)
//    Process regs are about to go to user mode: audits, if memory may have changed.
static void
check_return(const regstate *regs) {
    static unsigned quiet;
    pid_t pid = process_of(regs);
    process_view view;
    now.is_over = true;
    x86_64_pagetable *pt = enter();
    const bool was_fault = faults_end();
    if (pid == 0) {
        judge_wrong(judge_step(),
                    "%s, the kernel goes to user mode with registers that belong to no process",
                    judge_when());
    } else if (view_process(pid, &view) && view.pagetable != pt) {
        judge_wrong(
            whose(2),
            "%s, the kernel lets process %d run, and the page table in force is not its own",
            judge_when(), pid);
    } else if (!is_from_user(regs)) {
        judge_wrong(judge_step(), "%s, process %d would run in kernel mode", judge_when(), pid);
    }
    ++turns[pid];
    if (may_have_changed_memory() || was_fault || quiet++ % QUIET_RETURNS == 0) {
        audit();
    }
    if (now.kind == AT_START) {
        variant_require();
    }
    leave(pt);
}

void
kernel_start(const char *command) {
    if (view_last_pid >= MOST_PROCESSES) {
        judge_wrong(0, "the kernel has slots for %d processes; the checks can follow %d",
                    view_last_pid, MOST_PROCESSES - 1);
    }
    student_kernel_start(command);
}

bool __real_command_program(const char *command, int n, char *name, size_t size);

// Kernels call this function before they set up process n + 1.
bool
__wrap_command_program(const char *command, int n, char *name, size_t size) {
    if (now.kind == AT_START) {
        x86_64_pagetable *pt = enter();
        audit_start();
        leave(pt);
        allocator_begin_setup(n + 1);
    }
    return __real_command_program(command, n, name, size);
}

static void finish_call(intptr_t result);

// leave_call(pid)
//    The kernel has not returned from the system call of process `pid`, and lets a process run: the
//    result, if there is one, is in the caller's registers.
static void
leave_call(pid_t pid) {
    process_view view;
    bool is_there = view_process(pid, &view) && strcmp(view.state, "faulted") != 0;
    if (is_there) {
        finish_call((intptr_t) view.regs->reg_rax);
    } else if (allocator_end_call()) {
        judge_wrong(judge_step(), "%s, process %d was ended; it should get an error, and go on",
                    judge_when(), pid);
    }
    unfinished.pid = 0;
}

void
__wrap_exception_return(regstate *regs) {
    check_return(regs);
    if (unfinished.pid != 0) {
        leave_call(unfinished.pid);
    }
    (void) allocator_end_call();
    __real_exception_return(regs);
}

// explain_fault(regs)
//    The kernel has a page fault: ends the run with the reason, if the judge knows it better than
//    the kernel.
static void
explain_fault(const regstate *regs) {
    static bool explained;
    if (explained) {
        return;
    }
    explained = true;
    now.fault = regs;
    const uint64_t addr = read_cr2(), pa = kptr2pa((void *) addr);
    const char *how = regs->reg_errcode & PFERR_WRITE ? "writes to" : "reads";
    if (now.kind == AT_START && !is_any_freed()) {
        return; // kernel_pagetable may not be ready
    }
    x86_64_pagetable *pt = enter();
    if (is_freed(pa) && now.is_over) {
        judge_wrong(judge_step_from(3),
                    "%s, the page at %#lx is free, and still used as a page-table page",
                    judge_when(), round_down(pa, PAGESIZE));
    } else if (is_freed(pa)) {
        judge_wrong(judge_step_from(3),
                    "%s, the kernel %s address %#lx, which is in a page that it has freed",
                    judge_when(), how, addr);
    } else if (pt != kernel_pagetable && vmiter_present(vmiter_at(kernel_pagetable, addr))) {
        judge_wrong(judge_step(),
                    "%s, the kernel %s address %#lx, which kernel_pagetable maps, while a "
                    "process's page table is in force",
                    judge_when(), how, addr);
    }
    leave(pt);
}

void
exception(regstate *regs) {
    static uint64_t fault_address; // of a process, which the kernel may not have read yet
    if (!is_from_user(regs) && regs->reg_intno == INT_PF) {
        if (allocator_touches(kptr2pa((void *) read_cr2()))) {
            write_cr2(fault_address);
            return;
        }
        explain_fault(regs);
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
    unfinished = (struct unfinished) {.pid = pid, .regs = *regs};
    allocator_begin_call(fail);
    const intptr_t result = (intptr_t) student_syscall(regs);
    check_return(regs);
    finish_call(result);
    return (uintptr_t) result;
}

// finish_call(result)
//    The unfinished call is over.
static void
finish_call(intptr_t result) {
    const pid_t pid = unfinished.pid;
    const uint64_t call = unfinished.regs.reg_rax;
    const bool failed = allocator_end_call();
    unfinished.pid = 0;
    allocations[pid] = allocator_count();
    x86_64_pagetable *pt = enter();
    if (call == SYSCALL_FORK) {
        fork_cost[pid] -= free_pages();
    }
    if (failed && result >= 0) {
        judge_wrong(judge_step(), "%s, and yet it returned %ld", judge_when(), result);
    } else if (failed && judge_step() >= 3) {
        snapshot_require_same(judge_step());
    } else if (result >= 0 && call == SYSCALL_FORK) {
        birth_require_copy(pid, (pid_t) result, &unfinished.regs);
    }
    leave(pt);
}

static uintptr_t judges_call(pid_t pid, uintptr_t call, regstate *regs);

// users_text(view, addr)
//    The process's text at `addr`, which the kernel may be unable to read there itself. The string
//    is valid until the next call.
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
        judge_wrong(judge_step(),
                    "syscall gets registers of a process that view_process does not report");
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
    case JUDGE_LAST_PID: return (uintptr_t) view_last_pid;
    case JUDGE_FAULT: faults_announce(pid, a, (enum fault_outcome) b); return 0;
    case JUDGE_FORK_COST: return fork_cost[pid];
    case JUDGE_TURNS: return turns[a % MOST_PROCESSES];
    }
    x86_64_pagetable *pt = enter();
    uintptr_t result = 0;
    process_view view, other;
    vmiter it = vmiter_make(view_process(pid, &view) ? view.pagetable : kernel_pagetable, a);
    switch (call) {
    case JUDGE_FREE_NULL: kfree(NULL); break;
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
    case JUDGE_STATE:
        result = a < 1 || a > (uintptr_t) view_last_pid || !view_process((pid_t) a, &other) ? 0
                 : strcmp(other.state, "runnable") == 0                                     ? 1
                                                                                            : 2;
        break;
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
    (void) enter(); // the report needs all of the kernel's memory
    if (pid != 0 && view_process(pid, &view)) {
        report_line("trace  on behalf of process %d (%s):", pid, view.program);
        report_trace(backtrace_of(view.regs, view.pagetable, view.program));
    }
}

const char *__real_backtrace_text(backtrace bt);

// A process's page table need not map what a backtrace reads, and those of a process that is half
// gone may be freed already.
const char *
__wrap_backtrace_text(backtrace bt) {
    if (now.kind == AT_START) { // kernel_pagetable may not be ready
        return __real_backtrace_text(bt);
    }
    x86_64_pagetable *pt = enter();
    allocator_map_freed(true);
    const char *text = __real_backtrace_text(bt);
    allocator_map_freed(false);
    leave(pt);
    return text;
}

void __real_timer_interrupt(void);

// somebody_lives()
//    Is there a process that is not faulted?
static bool
somebody_lives(void) {
    process_view view;
    bool lives = false;
    for (pid_t pid = 1; pid <= view_last_pid; ++pid) {
        lives |= view_process(pid, &view) && strcmp(view.state, "faulted") != 0;
    }
    return lives;
}

void
__wrap_timer_interrupt(void) {
    __real_timer_interrupt();
    (void) faults_end(); // if no process has run since
    if (!somebody_lives()) {
        now.is_over = true;
        report_line("idle %s, no process can go on: the kernel has ended all of them",
                    judge_when());
        report_end();
    }
    if (ticks >= (uint64_t) report_option("deadline", 1000)) {
        report_line("time is over");
        (void) enter(); // it alone maps programs' names and line tables
        report_interrupted_process();
        report_end();
    }
}
