// faults.c: what becomes of a process that faults. A trial can ask the judge to hold the kernel to it: from then on a
// fault that nobody has announced must not end its process.

#include "faults.h"
#include "addresses.h"
#include "direct-map.h"
#include "judge-calls.h"
#include "judge.h"
#include "printf.h"
#include "segments.h"
#include "string.h"
#include "x86.h"

enum { MOST_PROCESSES = 64, MOST_REPEATS = 8, IDLE_TICKS = 10 };

typedef struct fault {
    uint64_t rip, address; // the address is 0 if the exception is no page fault
    unsigned repeats;      // how often the same one came before it, without a system call in between
    bool is_write;
} fault;

typedef struct announcement {
    uint64_t address;
    enum fault_outcome outcome;
} announcement;

static fault last[MOST_PROCESSES];               // [pid]
static announcement announced[MOST_PROCESSES];   // [pid]
static bool are_judged;
static pid_t pending; // who has faulted; 0: the kernel has made up its mind, and was right

void
faults_announce(pid_t pid, uint64_t address, enum fault_outcome outcome) {
    are_judged = true;
    announced[pid] = (announcement) {address, outcome};
}

void
faults_begin(pid_t pid, const regstate *regs) {
    const bool has_address = regs->reg_intno == INT_PF;
    fault f = {.rip = regs->reg_rip,
               .address = has_address ? read_cr2() : 0,
               .is_write = has_address && (regs->reg_errcode & PFERR_WRITE) != 0};
    if (f.rip == last[pid].rip && f.address == last[pid].address) {
        f.repeats = last[pid].repeats + 1;
    }
    last[pid] = f;
    pending = pid;
}

void
faults_forget(pid_t pid) {
    last[pid] = (fault) {0};
}

static bool
can_run(pid_t pid) {
    process_view view;
    return view_process(pid, &view) && strcmp(view.state, "runnable") == 0;
}

// what(f, pid)
//    A fault in words, "writes to 0x104000, a page of process 2,". The string is valid until the next call.
static const char *
what(const fault *f, pid_t pid) {
    static char text[120];
    process_view view;
    if (f->address != 0 && view_process(pid, &view)) {
        snprintf(text, sizeof(text), "%s %#lx, %s,", f->is_write ? "writes to" : "reads or executes", f->address,
                 address_description(view.pagetable, f->address, &view));
    } else {
        snprintf(text, sizeof(text), "%s", f->address == 0 ? "causes an exception that is no page fault" : "faults");
    }
    return text;
}

void
faults_end(void) {
    const pid_t pid = pending;
    const fault *f = &last[pid];
    pending = 0;
    if (pid == 0) {
        return;
    }
    if (f->repeats >= MOST_REPEATS) {
        judge_wrong(judge_step(), "process %d %s at %#lx again and again, and it faults each time: the kernel neither "
                    "mends the fault nor ends the process; %u pages are free", pid, what(f, pid), f->rip, free_pages());
    }
    const announcement *expected = &announced[pid];
    const enum fault_outcome outcome = f->address == expected->address ? expected->outcome : FAULT_GOES_ON;
    if (are_judged && outcome == FAULT_GOES_ON && !can_run(pid)) {
        judge_wrong(judge_step(), "process %d %s as it may, and the kernel ends it; %u pages are free", pid, what(f, pid),
                    free_pages());
    } else if (are_judged && outcome == FAULT_ENDS && can_run(pid)) {
        judge_wrong(judge_step(), "process %d %s at %#lx, and the kernel does not end it", pid, what(f, pid), f->rip);
    }
}

void
faults_tick(void) {
    static unsigned idle;
    pid_t someone = 0;
    for (pid_t pid = 1; pid <= view_last_pid; ++pid) {
        process_view view;
        if (can_run(pid)) {
            idle = 0;
            return;
        }
        someone = view_process(pid, &view) ? pid : someone;
    }
    faults_end();
    if (++idle == IDLE_TICKS) {
        process_view view;
        bool is_there = view_process(someone, &view);
        judge_wrong(judge_step(), "%s, no process can run any more%s%s%s", judge_when(), is_there ? "; " : "",
                    is_there ? view.program : "", is_there ? " is ended by a fault, or waits" : "");
    }
}
