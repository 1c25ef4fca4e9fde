// two-kernel.c: a small kernel of the check's own, in which Alice runs twice (F1.3). Options
// (report.h) choose how the processes get memory. N has a bit for each process:
//
//     tables=N   the process has a page table of its own, with the kernel's mappings in it; other
//                processes are in kernel_pagetable
//     kalloc=N   its pages are from kalloc; those of other processes have physical addresses equal
//                to their virtual ones
//     linked=1   process 2 runs "linked-again", the same program linked for other addresses

#include "check-calls.h"
#include "direct-map.h"
#include "disk-image.h"
#include "elf.h"
#include "fault.h"
#include "interrupts.h"
#include "kernel.h"
#include "math.h"
#include "memory-layout.h"
#include "report.h"
#include "segments.h"
#include "string.h"
#include "syscalls.h"
#include "timer.h"
#include "vmiter.h"
#include "x86.h"

#define PROC_SIZE 0x40000UL          // as in section/kernel.c
#define KALLOC_END KERNEL_START_ADDR // kalloc hands out the pages from 0x1000 to here, one by one
#define MOST_TICKS 500

enum { NPROC = 3 }; // slot 0 is unused

typedef struct proc {
    x86_64_pagetable *pagetable;
    regstate regs;
    bool is_done;
} proc;

x86_64_pagetable kernel_pagetable[1];
static proc ptable[NPROC];
static proc *current;

static void map_kernel(x86_64_pagetable *pt);
static void process_setup(pid_t pid, const char *name);
static void run_next(void) never_returns;

void
kernel_start(const char *command) {
    (void) command;
    map_kernel(kernel_pagetable);
    write_cr3(kptr2pa(kernel_pagetable));
    process_setup(1, "alice");
    process_setup(2, report_option("linked", 0) ? "linked-again" : "alice");
    run_next();
}

static void
map_kernel(x86_64_pagetable *pt) {
    const uint64_t end = IMAGE_ADDR + (uint64_t) disk_image_info()->image_sectors * SECTORSIZE;
    for (uint64_t addr = PAGESIZE; addr < end; addr += PAGESIZE) {
        vmiter_map(vmiter_at(pt, addr), addr, PTE_P | PTE_W);
    }
}

void *
kalloc(size_t size) {
    static uint64_t next = PAGESIZE;
    if (size > PAGESIZE || next >= KALLOC_END) {
        return NULL;
    }
    next += PAGESIZE;
    return memset(pa2kptr(next - PAGESIZE), 0, PAGESIZE);
}

void
kfree(void *pointer) {
    (void) pointer;
}


static bool
has(const char *option, pid_t pid) {
    return report_option(option, 0) & (1 << (pid - 1));
}

// user_page(pid, va)
//    Gives the process a zeroed page at `va`.
static void
user_page(pid_t pid, uint64_t va) {
    uint64_t pa = has("kalloc", pid) ? kptr2pa(kalloc(PAGESIZE)) : va;
    memset(pa2kptr(pa), 0, PAGESIZE);
    vmiter_map(vmiter_at(ptable[pid].pagetable, va), pa, PTE_P | PTE_W | PTE_U);
}

static void
process_setup(pid_t pid, const char *name) {
    proc *p = &ptable[pid];
    p->pagetable = kernel_pagetable;
    if (has("tables", pid)) {
        p->pagetable = kalloc(PAGESIZE);
        map_kernel(p->pagetable);
    }

    const elf_header *eh = (const elf_header *) disk_image_find(name).data;
    const elf_program_header *ph = (const elf_program_header *) ((const char *) eh + eh->phoff);
    for (unsigned i = 0; i < eh->phnum; ++i) {
        uint64_t end = ph[i].va + ph[i].memsz;
        for (uint64_t va = round_down(ph[i].va, PAGESIZE); va < end; va += PAGESIZE) {
            user_page(pid, va);
        }
        for (uint64_t n = 0; n < ph[i].filesz; ++n) {
            char *byte = vmiter_kptr(vmiter_at(p->pagetable, ph[i].va + n));
            *byte = ((const char *) eh)[ph[i].offset + n];
        }
    }

    uint64_t stack_end = round_down(eh->entry, PROC_SIZE) + PROC_SIZE;
    user_page(pid, stack_end - PAGESIZE);
    p->regs.reg_rip = eh->entry;
    p->regs.reg_rsp = stack_end - sizeof(uint64_t);
    p->regs.reg_cs = SEGMENT_USER_CODE;
    p->regs.reg_ss = SEGMENT_USER_DATA;
}

// run_next()
//    Runs the other process, unless it is done. When both are done, the run ends.
static void
run_next(void) {
    pid_t other = current == &ptable[1] ? 2 : 1;
    current = &ptable[ptable[other].is_done ? NPROC - other : other];
    if (current->is_done || ticks > MOST_TICKS) {
        report_end();
    }
    write_cr3(kptr2pa(current->pagetable));
    exception_return(&current->regs);
}

void
exception(regstate *regs) {
    if (!is_from_user(regs)) {
        fault_panic(regs);
    } else if (regs->reg_intno != INT_TIMER) {
        report_line("process %d is ended by exception %d", (int) (current - ptable),
                    (int) regs->reg_intno);
        current->is_done = true;
    }
    run_next();
}

uintptr_t
syscall(regstate *regs) {
    switch (regs->reg_rax - (uintptr_t) check_calls) {
    case CHECK_LOG: report_line("%s", (const char *) regs->reg_rdi); return 0;
    case CHECK_END: current->is_done = true; run_next();
    }
    if (regs->reg_rax == SYSCALL_YIELD) {
        regs->reg_rax = 0;
        run_next();
    }
    return regs->reg_rax == SYSCALL_GETPID ? (uintptr_t) (current - ptable) : (uintptr_t) -1;
}

// What the shared layers need

const pid_t view_last_pid = NPROC - 1;

bool
view_process(pid_t pid, process_view *view) {
    *view = (process_view) {.program = "alice",
                            .state = "runnable",
                            .pagetable = ptable[pid].pagetable,
                            .regs = &ptable[pid].regs};
    return pid > 0;
}

void
view_page(uint64_t pa, page_view *view) {
    (void) pa;
    *view = (page_view) {.kind = PAGE_KERNEL, .refcount = 0};
}
