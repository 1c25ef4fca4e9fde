#ifndef WEENSY_KERNEL_H
#define WEENSY_KERNEL_H

// kernel.h: the wall. What the shared layers (machine, vm, debug) need of the kernel above them,
// and nothing else. Both kernels implement it: kernel/core/ and section/kernel.c.

#include "kernel-only.h"
#include "x86-64.h"

// For machine

// kernel_start(command)
//    The kernel's first function, on the kernel stack, interrupts off, machine initialized.
//    `command` names the programs to start and the boot options.
void kernel_start(const char *command) never_returns;

// exception(regs)
//    Called for every trap from user mode, the timer's interrupt included, and for faults of the
//    kernel itself. `regs` are the registers then: for a trap from user mode those that
//    exception_return was last given. If it returns, they are what goes on.
void exception(regstate *regs);

// syscall(regs)
//    Called when a process executes `syscall`. What it returns becomes the process's %rax; then it
//    has left `*regs` as it was. It need not return: then exception_return goes on with whatever is
//    there.
uintptr_t syscall(regstate *regs);

// For vm

// kalloc(size)
//    A pointer to a page of memory of unspecified content, through which the kernel reaches it, or
//    NULL if there is none, or if `size` is over PAGESIZE.
void *kalloc(size_t size) must_check;

// kfree(pointer)
//    Drops a reference to a page from kalloc; when the last one is gone, the page is free. NULL is
//    ignored.
void kfree(void *pointer);

// For debug

// The kernel's own page table.
extern x86_64_pagetable kernel_pagetable[];

// What the viewer and the fault messages show of a process.
typedef struct process_view {
    const char *program; // its name
    const char *state;   // a word for people
    x86_64_pagetable *pagetable;
    uint64_t memory_start; // its own memory, in that page table: [memory_start, memory_end)
    uint64_t memory_end;
    const regstate *regs;
} process_view;

// view_process(pid, view)
//    Fills `*view`; false if there is no process `pid`.
bool view_process(pid_t pid, process_view *view) must_check;

// What the viewer shows of a physical page below MEMSIZE_PHYSICAL.
typedef struct page_view {
    enum { PAGE_RESERVED, PAGE_KERNEL, PAGE_CONSOLE, PAGE_TICKS, PAGE_ALLOCATABLE } kind;
    unsigned refcount; // 0: free
} page_view;

// view_page(pa, view)
//    Fills `*view` for the page at `pa`.
void view_page(uint64_t pa, page_view *view);

// The highest process number.
extern const pid_t view_last_pid;

#endif
