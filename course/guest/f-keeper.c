// f-keeper.c: what the checks of spawn need besides the calls of doorkeeper.c. It takes pages away
// from a process, looks where a name lies, sees what a call used up or changed, explains a failed
// assertion, and ends the run when no process can run any more.

#include "doorkeeper.h"
#include "assert.h"
#include "direct-map.h"
#include "door.h"
#include "f-calls.h"
#include "f-watch.h"
#include "keys.h"
#include "math.h"
#include "memory-layout.h"
#include "ptiter.h"
#include "report.h"
#include "string.h"
#include "syscalls.h"
#include "vmiter.h"

void __real_assert_fail(const char *file, int line, const char *condition) never_returns;

void never_returns
__wrap_assert_fail(const char *file, int line, const char *condition) {
    const struct door_assertion *failed = &door_assertion;
    if (failed->function != NULL) {
        report_line("assertion %s %ld %d", failed->function, failed->number, failed->state);
    }
    __real_assert_fail(file, line, condition);
}

void __real_handle_keys(void);

// An idle kernel calls this again and again.
void
__wrap_handle_keys(void) {
    process_view view;
    for (pid_t pid = 1; pid <= view_last_pid; ++pid) {
        if (view_process(pid, &view) && strcmp(view.state, "runnable") == 0) {
            __real_handle_keys();
            return;
        }
    }
    report_line("nobody runs");
    report_end();
}

// restrict_page(pt, va, perm)
//    Gives the page at `va` the permissions `perm`; 0 unmaps it until it gets some again.
static uintptr_t
restrict_page(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    static uint64_t unmapped_pa[512]; // [page number modulo 512]: what was mapped there
    uint64_t *pa = &unmapped_pa[va / PAGESIZE % ARRAY_SIZE(unmapped_pa)];
    vmiter it = vmiter_make(pt, va);
    if (vmiter_present(&it)) {
        *pa = vmiter_pa(&it);
    }
    vmiter_map(&it, *pa, perm);
    return 0;
}

// look_at_name(pt, name)
//    Logs the first byte of the name that the process cannot read itself, if there is one.
static uintptr_t
look_at_name(x86_64_pagetable *pt, uint64_t name) {
    for (uint64_t i = 0; i <= PROGRAM_NAME_MAX + 1; ++i) {
        vmiter it = vmiter_make(pt, name + i);
        if (!vmiter_user(&it)) {
            report_line("foreign %lu %#lx %#lx", i, name + i, vmiter_perm(&it));
            return 0;
        } else if (*(const char *) (name + i) == '\0') {
            return 0;
        }
    }
    return 0;
}

static uintptr_t
used_pages(void) {
    uintptr_t n = 0;
    page_view view;
    for (uint64_t pa = 0; pa < MEMSIZE_PHYSICAL; pa += PAGESIZE) {
        view_page(pa, &view);
        n += view.refcount != 0;
    }
    return n;
}

// free_slot(pid)
//    Removes a process. A kernel that gives each process a page table of its own gets the pages
//    back: it does not have many, and this exercise is not about freeing them.
static uintptr_t
free_slot(pid_t pid) {
    process_view view;
    if (view_process(pid, &view) && view.pagetable != kernel_pagetable) {
        for (vmiter it = vmiter_make(view.pagetable, PROC_START_ADDR);
             vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
            if (vmiter_user(&it)) {
                door_free_page(vmiter_pa(&it));
            }
        }
        for (ptiter it = ptiter_make(view.pagetable); !ptiter_done(&it); ptiter_next(&it)) {
            door_free_page(ptiter_pa(&it));
        }
        door_free_page(kptr2pa(view.pagetable));
    }
    door_set_state(pid, 0);
    return 0;
}

uintptr_t __real_syscall(regstate *regs);

static uintptr_t
spawn(pid_t pid, regstate *regs) {
    watch_before_spawn(pid);
    uintptr_t result = __real_syscall(regs);
    watch_after_spawn();
    return result;
}

bool
doorkeeper_call(pid_t pid, uintptr_t call, regstate *regs, uintptr_t *result) {
    static const char names[] = "two\0nobody"; // in the kernel's memory: a program's, and none's
    static uintptr_t step;
    process_view caller;
    if (!view_process(pid, &caller)) {
        return false;
    } else if (regs->reg_rax == SYSCALL_SPAWN) {
        *result = spawn(pid, regs);
        return true;
    }
    switch (call) {
    case F_RESTRICT_PAGE:
        *result = restrict_page(caller.pagetable, regs->reg_rdi, regs->reg_rsi);
        return true;
    case F_LOOK_AT_NAME: *result = look_at_name(caller.pagetable, regs->reg_rdi); return true;
    case F_USED_PAGES: *result = used_pages(); return true;
    case F_KERNEL_NAME: *result = (uintptr_t) names + regs->reg_rdi; return true;
    case F_STEP: *result = step; return true;
    case F_NEXT_STEP: *result = ++step; return true;
    case F_FREE_SLOT: *result = free_slot((pid_t) regs->reg_rdi); return true;
    default: return false;
    }
}
