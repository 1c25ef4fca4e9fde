#ifndef WEENSY_INTERRUPTS_H
#define WEENSY_INTERRUPTS_H

// interrupts.h: the ways into the kernel and out of it. Exceptions come from what a program does,
// interrupts from devices; the entry code calls both traps. The kernel itself runs with interrupts
// off; they are on in user mode and in wait_for_interrupt.

#include "kernel-only.h"
#include "x86-64.h"

#define VECTOR_ENTRY_SIZE 16 // bytes between the entry points of two vectors

// exception_return(regs)
//    Goes to user mode with the registers `regs` and the active page table. The process's next
//    interrupt, exception or system call saves its registers to `*regs` again, so that must stay in
//    place, and the page table must map it. The arithmetic flags and DF are taken from `regs`, and
//    interrupts are on; %ds, %es, %fs and %gs become 0.
void exception_return(regstate *regs) never_returns;

// wait_for_interrupt()
//    Halts the processor until the next interrupt, handles that, and returns. It neither calls
//    `exception` nor changes any process's registers.
void wait_for_interrupt(void);

// interrupts_init()
//    Fills the interrupt descriptor table, sets up `syscall`, and masks all interrupts except the
//    timer's.
void interrupts_init(void);

#endif
