// changed-setup.c: a process_setup that maps differently (B2, B5). The linker redirects calls of
// vmiter_map and vmiter_try_map to this file, which reports each page of a process, "maps". These
// options (report.h) change what it maps for users:
//
//     table=1    maps the pages in a new page table
//     shift=N    maps them to physical addresses that are N higher
//     stack=1    ... but only the stack page
//     clear=N    maps them without these permissions
//     copy=1, 2  also maps the page of syscall_entry, or of kernel_pagetable, to a copy
//     run=1      lets the process run until its first exception, and reports that: "exception
//     VECTOR ADDRESS"

#include "direct-map.h"
#include "kernel.h"
#include "math.h"
#include "memory-layout.h"
#include "report.h"
#include "segments.h"
#include "string.h"
#include "vmiter.h"
#include "x86.h"

#define PROC_SIZE 0x40000UL // as in kernel.c
#define COPY_PA 0x1F0000UL  // a page that no process has yet

enum { NOTHING, SYSCALL_ENTRY, KERNEL_PAGETABLE };

void __real_vmiter_map(vmiter *it, uint64_t pa, uint64_t perm);
int __real_vmiter_try_map(vmiter *it, uint64_t pa, uint64_t perm);
void __real_exception(regstate *regs);

// map_to_copy(page)
//    Maps the kernel's page to a copy of it, unless it is already.
static void
map_to_copy(long page) {
    extern void syscall_entry(void);
    if (page == NOTHING) {
        return;
    }
    uint64_t va = page == SYSCALL_ENTRY ? (uint64_t) syscall_entry : (uint64_t) kernel_pagetable;
    vmiter it = vmiter_make(kernel_pagetable, round_down(va, PAGESIZE));
    if (vmiter_pa(&it) != COPY_PA) {
        memcpy(pa2kptr(COPY_PA), vmiter_kptr(&it), PAGESIZE);
        __real_vmiter_map(&it, COPY_PA, PTE_P | PTE_W);
    }
}

// map_changed(it, pa, perm)
//    Maps a page of a process as the options say.
static void
map_changed(vmiter *it, uint64_t pa, uint64_t perm) {
    static x86_64_pagetable new_table[1];
    uint64_t va = vmiter_va(it);
    report_line("maps");
    bool is_stack = va + PAGESIZE == PROC_START_ADDR + PROC_SIZE;
    uint64_t shift =
        is_stack || !report_option("stack", 0) ? (uint64_t) report_option("shift", 0) : 0;
    x86_64_pagetable *table = report_option("table", 0) ? new_table : it->pt;
    __real_vmiter_map(vmiter_at(table, va), pa + shift,
                      perm & ~(uint64_t) report_option("clear", 0));
    map_to_copy(report_option("copy", NOTHING));
}

// is_of_process(it, perm)
//    Is this a page of a process, and not the kernel's own or the console's?
static bool
is_of_process(const vmiter *it, uint64_t perm) {
    return (perm & PTE_U) && vmiter_va(it) >= PROC_START_ADDR;
}

void
__wrap_vmiter_map(vmiter *it, uint64_t pa, uint64_t perm) {
    if (is_of_process(it, perm)) {
        map_changed(it, pa, perm);
    } else {
        __real_vmiter_map(it, pa, perm);
    }
}

int
__wrap_vmiter_try_map(vmiter *it, uint64_t pa, uint64_t perm) {
    if (is_of_process(it, perm)) {
        map_changed(it, pa, perm);
        return 0;
    }
    return __real_vmiter_try_map(it, pa, perm);
}

void
__wrap_exception(regstate *regs) {
    if (is_from_user(regs) && regs->reg_intno < INT_IRQ && report_option("run", 0)) {
        report_line("exception %d %#lx", (int) regs->reg_intno,
                    regs->reg_intno == INT_PF ? read_cr2() : regs->reg_rip);
        report_end();
    }
    __real_exception(regs);
}
