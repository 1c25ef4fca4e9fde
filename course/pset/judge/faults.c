// faults.c: what becomes of a process that faults. A trial can ask the judge to hold the kernel to
// it: from then on a fault that nobody has announced must not end its process.

#include "faults.h"
#include "exceptions.h"
#include "judge.h"
#include "printf.h"
#include "segments.h"
#include "string.h"
#include "x86.h"

enum { MOST_PROCESSES = 64, MOST_REPEATS = 8 };

typedef struct fault {
    uint64_t rip, address; // the address is 0 if the exception is no page fault
    unsigned repeats; // how often the same one came before it, without a system call in between
    bool is_write;
} fault;

typedef struct announcement {
    uint64_t address;
    enum fault_outcome outcome;
} announcement;

static fault last[MOST_PROCESSES];             // [pid]
static announcement announced[MOST_PROCESSES]; // [pid]
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

// what(f)
//    A fault in words, "writes to 0x104000". The string is valid until the next call.
static const char *
what(const fault *f) {
    static char text[80];
    const char *does = f->is_write ? "writes to" : "reads or executes";
    snprintf(text, sizeof(text),
             f->address != 0 ? "%s %#lx" : "causes an exception that is no page fault", does,
             f->address);
    return text;
}

// detail(pid, f)
//    Reports what the process's page table says about the address.
static void
detail(pid_t pid, const fault *f) {
    char text[120];
    process_view view;
    if (f->address != 0 && view_process(pid, &view)) {
        vmiter it = vmiter_make(view.pagetable, f->address);
        page_view page = {.refcount = 0};
        if (vmiter_pa(&it) < MEMSIZE_PHYSICAL) {
            view_page(vmiter_pa(&it), &page);
        }
        entry_describe(it.pte, NULL, text, sizeof(text));
        judge_detail("%#lx in the page table of process %d: %s; entry %#lx, the page's count %u",
                     f->address, pid, text, it.pte, page.refcount);
    }
}

bool
faults_end(void) {
    const pid_t pid = pending;
    const fault *f = &last[pid];
    pending = 0;
    now.is_over |= pid != 0;
    if (pid == 0) {
        return false;
    }
    const announcement *expected = &announced[pid];
    const enum fault_outcome outcome =
        f->address == expected->address ? expected->outcome : FAULT_GOES_ON;
    if (f->repeats >= MOST_REPEATS) {
        detail(pid, f);
        judge_wrong(
            judge_step(),
            "process %d %s again and again, and it faults each time: the kernel neither mends the "
            "fault nor ends the process; %u pages are free",
            pid, what(f), free_pages());
    } else if (are_judged && outcome == FAULT_GOES_ON && !can_run(pid)) {
        detail(pid, f);
        judge_wrong(judge_step(),
                    "process %d %s, which is allowed, but the kernel ends it; %u pages are free",
                    pid, what(f), free_pages());
    } else if (are_judged && outcome == FAULT_ENDS && can_run(pid)) {
        judge_wrong(judge_step(),
                    "process %d %s, which is not allowed, but the kernel does not end it", pid,
                    what(f));
    }
    return true;
}
