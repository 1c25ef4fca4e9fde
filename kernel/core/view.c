// view.c: what the kernel shows the debug layer of processes and pages.

#include "kernel.h"
#include "pages.h"
#include "process.h"

const pid_t view_last_pid = MAXNPROC - 1;

bool
view_process(pid_t pid, process_view *view) {
    static const char *const states[] = {
        [P_RUNNABLE] = "runnable", [P_BLOCKED] = "blocked", [P_FAULTED] = "faulted"};
    if (pid < 1 || pid > view_last_pid || ptable[pid].state == P_FREE) {
        return false;
    }
    const proc *p = &ptable[pid];
    *view = (process_view) {.program = p->program,
                            .state = states[p->state],
                            .pagetable = p->pagetable,
                            .memory_start = PROC_START_ADDR,
                            .memory_end = MEMSIZE_VIRTUAL,
                            .regs = &p->regs};
    return true;
}

void
view_page(uint64_t pa, page_view *view) {
    view->kind = pa == CONSOLE_ADDR                 ? PAGE_CONSOLE
                 : pa == TICKS_ADDR                 ? PAGE_TICKS
                 : reserved_physical_address(pa)    ? PAGE_RESERVED
                 : allocatable_physical_address(pa) ? PAGE_ALLOCATABLE
                                                    : PAGE_KERNEL;
    view->refcount = pa < MEMSIZE_PHYSICAL ? (unsigned) physpages[pa / PAGESIZE].refcount : 0;
}
