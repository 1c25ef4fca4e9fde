#ifndef WEENSY_KERNEL_H
#define WEENSY_KERNEL_H

// kernel.h: the wall: all that the shared layers (machine, vm, debug) need from the kernel above
// them. Three kernels implement it: kernel/core/, section/kernel.c and pset/.

#include "kernel-only.h"
#include "x86-64.h"

// For machine

// kernel_start(command)
//    The kernel's first function. It runs on the kernel stack, with interrupts off; the machine is
//    initialized. `command` names the programs to start and the boot options (command.h).
void kernel_start(const char *command) never_returns;

// exception(regs)
//    Handles an exception, of a process or of the kernel itself, or the timer's interrupt in user
//    mode. `regs` are the registers of what was interrupted: for user mode, the ones last passed to
//    exception_return. If it returns, execution continues with them.
void exception(regstate *regs);

// syscall(regs)
//    Handles a system call: a process has executed `syscall` with the registers `*regs`. If it
//    returns, it has not changed `*regs`, and its result becomes the process's %rax. Instead it may
//    call exception_return, which continues with whatever registers it is given.
uintptr_t syscall(regstate *regs);

// For vm

// kalloc(size)
//    Allocates a page. Returns a pointer through which the kernel reaches it; NULL if no page is
//    left, or if `size` is over PAGESIZE. The page's contents are unspecified.
void *kalloc(size_t size) must_check;

// kfree(pointer)
//    Drops a reference to a page from kalloc, and frees the page if that was the last one. Ignores
//    NULL.
void kfree(void *pointer);

// For debug

// The kernel's own page table.
extern x86_64_pagetable kernel_pagetable[];

// What the viewer and the fault messages show of a process.
typedef struct process_view {
    const char *program; // its name
    const char *state;   // a word to show: "runnable"
    x86_64_pagetable *pagetable;
    uint64_t memory_start; // its own memory: virtual addresses [memory_start, memory_end)
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
