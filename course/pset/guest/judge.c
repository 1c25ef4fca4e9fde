// judge.c: the kernel's two ways in and its way out, with the judge in between, and the calls of
// programs of checks (judge-calls.h). A process can ask that an allocation of its next call fails,
// and it can probe an address: if that faults, it goes on elsewhere.

#include "judge.h"
#include "addresses.h"
#include "direct-map.h"
#include "backtrace.h"
#include "errors.h"
#include "exceptions.h"
#include "interrupts.h"
#include "judge-calls.h"
#include "places.h"
#include "printf.h"
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
static struct unfinished {
    pid_t pid; // whose system call the kernel serves; 0: none
    regstate regs;
} unfinished;

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
    if (pid == 0) {
        judge_wrong(judge_step(), "%s, the kernel goes to user mode with registers that are no process's", judge_when());
    } else if (view_process(pid, &view) && view.pagetable != pt) {
        judge_wrong(whose(2), "%s, the kernel lets process %d run, and the page table in force is not its own", judge_when(), pid);
    } else if (!is_from_user(regs)) {
        judge_wrong(judge_step(), "%s, process %d would run in kernel mode", judge_when(), pid);
    }
    if (allocator_was_used() || quiet++ % QUIET_RETURNS == 0) {
        audit();
    }
    leave(pt);
}

void
kernel_start(const char *command) {
    student_kernel_start(command);
}

static void finish_call(intptr_t result);
static void report_fault(void);

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
        judge_wrong(judge_step(), "%s, process %d was ended; it should get an error, and go on", judge_when(), pid);
    }
    unfinished.pid = 0;
}

void
__wrap_exception_return(regstate *regs) {
    report_fault();
    check_return(regs);
    if (unfinished.pid != 0) {
        leave_call(unfinished.pid);
    }
    (void) allocator_end_call();
    __real_exception_return(regs);
}

// What processes have done, in words: the last exception, and the first for which one was ended
static char last_fault[250], first_fault[sizeof(last_fault)];
static pid_t last_to_fault; // 0: none, or it goes on

// note_fault(pid, regs)
//    Process `pid` causes an exception: notes what it was.
static void
note_fault(pid_t pid, const regstate *regs) {
    process_view view;
    char what[100];
    x86_64_pagetable *pt = enter(); // it alone maps the line tables
    if (pid != 0 && regs->reg_intno != INT_TIMER && view_process(pid, &view)) {
        exception_describe(regs, read_cr2(), what, sizeof(what));
        code_place place = place_find(view.program, regs->reg_rip);
        last_to_fault = pid;
        snprintf(last_fault, sizeof(last_fault), "process %d (%s): %s, in %s (%s:%u), at %#lx", pid, view.program, what, place.function,
                 place.file, place.line, regs->reg_rip);
    }
    leave(pt);
}

// report_fault()
//    If the process that caused the last exception was ended, says so: the check may fail for it.
static void
report_fault(void) {
    process_view view;
    if (last_to_fault != 0 && (!view_process(last_to_fault, &view) || strcmp(view.state, "faulted") == 0)) {
        judge_detail("%s", last_fault);
        if (first_fault[0] == '\0') {
            strlcpy(first_fault, last_fault, sizeof(first_fault));
        }
    }
    last_to_fault = 0;
}

void
exception(regstate *regs) {
    pid_t pid = is_from_user(regs) ? process_of(regs) : 0;
    if (pid != 0 && landing[pid] != 0 && regs->reg_intno != INT_TIMER) {
        regs->reg_rip = landing[pid];
        regs->reg_rax = 1;
        landing[pid] = 0;
        return;
    }
    note_fault(pid, regs);
    now = (moment) {.kind = IN_EXCEPTION, .pid = pid};
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
    }
    leave(pt);
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
    case JUDGE_LAST_PID: return (uintptr_t) view_last_pid;
    }
    x86_64_pagetable *pt = enter();
    uintptr_t result = 0;
    process_view view;
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

// require_some_process()
//    Ends the run if processes have faulted or ended, and none is left.
static void
require_some_process(void) {
    process_view view;
    unsigned faulted = 0;
    report_fault();
    for (pid_t pid = 1; pid <= view_last_pid; ++pid) {
        if (view_process(pid, &view)) {
            if (strcmp(view.state, "faulted") != 0) {
                return;
            }
            ++faulted;
        }
    }
    if (faulted == 0 && now.kind == AT_START) {
        judge_wrong(judge_step(), "the kernel could not start any process");
    }
    if (first_fault[0] != '\0') {
        judge_wrong(judge_step(), "no process can go on: %s", first_fault);
    }
    judge_wrong(judge_step(), "%s, no process can go on: the kernel has ended %u", judge_when(), faulted);
}

void __real_timer_interrupt(void);

void
__wrap_timer_interrupt(void) {
    __real_timer_interrupt();
    require_some_process();
    if (ticks >= (uint64_t) report_option("deadline", 1000)) {
        report_line("time is over");
        (void) enter(); // it alone maps programs' names and line tables
        report_interrupted_process();
        report_end();
    }
}
