// f-watch.c: see f-watch.h. It keeps a checksum of each page, not a copy.

#include "f-watch.h"
#include "direct-map.h"
#include "kernel.h"
#include "memory-layout.h"
#include "report.h"
#include "string.h"
#include "vmiter.h"

enum { MOST_PROCESSES = 16, MOST_PAGES = 128 };

static pid_t caller;
static struct watched_process {
    bool exists;
    process_view view;
    regstate regs;
} processes[MOST_PROCESSES];
static struct watched_page {
    pid_t pid; // the process that has it
    uint64_t va, pa, sum;
} pages[MOST_PAGES];
static unsigned npages;

static uint64_t
sum_of(uint64_t pa) {
    uint64_t sum = 0;
    for (unsigned i = 0; i < PAGESIZE / sizeof(uint64_t); ++i) {
        sum = sum * 31 + ((const uint64_t *) pa2kptr(pa))[i];
    }
    return sum;
}

static bool
look_at(pid_t pid, struct watched_process *process) {
    process->exists = pid < MOST_PROCESSES && view_process(pid, &process->view);
    if (process->exists) {
        process->regs = *process->view.regs;
    }
    return process->exists;
}

// watch_memory_of(pid, view)
//    Notes the user pages of a process: those of its slot, or all if it has a page table of its
//    own.
static void
watch_memory_of(pid_t pid, const process_view *view) {
    bool shares = view->pagetable == kernel_pagetable;
    uint64_t start = shares ? view->memory_start : PROC_START_ADDR;
    uint64_t end = shares ? view->memory_end : MEMSIZE_VIRTUAL;
    for (vmiter it = vmiter_make(view->pagetable, start); vmiter_va(&it) < end; vmiter_next(&it)) {
        if (vmiter_user(&it) && npages < MOST_PAGES) {
            uint64_t pa = vmiter_pa(&it);
            pages[npages++] = (struct watched_page) {pid, vmiter_va(&it), pa, sum_of(pa)};
        }
    }
}

void
watch_before_spawn(pid_t pid) {
    caller = pid;
    npages = 0;
    for (pid_t other = 1; other <= view_last_pid && other < MOST_PROCESSES; ++other) {
        if (look_at(other, &processes[other])) {
            watch_memory_of(other, &processes[other].view);
        }
    }
}

// is_as_it_was(pid, before)
//    The caller's registers may change: that is how it gets its result.
static bool
is_as_it_was(pid_t pid, const struct watched_process *before) {
    struct watched_process now;
    return look_at(pid, &now) && now.view.program == before->view.program
           && now.view.pagetable == before->view.pagetable
           && strcmp(now.view.state, before->view.state) == 0
           && (pid == caller || memcmp(&now.regs, &before->regs, sizeof(regstate)) == 0);
}

void
watch_after_spawn(void) {
    for (pid_t pid = 1; pid < MOST_PROCESSES; ++pid) {
        if (processes[pid].exists && !is_as_it_was(pid, &processes[pid])) {
            report_line("changed %d 0", pid);
            return;
        }
    }
    for (const struct watched_page *page = pages; page < pages + npages; ++page) {
        if (sum_of(page->pa) != page->sum) {
            report_line("changed %d %#lx", page->pid, page->va);
            return;
        }
    }
}
