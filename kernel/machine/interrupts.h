#ifndef WEENSY_INTERRUPTS_H
#define WEENSY_INTERRUPTS_H

// interrupts.h: into the kernel, out of it, and waiting in it. Exceptions come from what a program
// does, interrupts from devices; both are traps to the entry code. The kernel itself runs with
// interrupts off; they are on in user mode and in wait_for_interrupt().

#include "kernel-only.h"
#include "x86-64.h"

#define VECTOR_ENTRY_SIZE 16 // bytes between the entry points of two vectors

// exception_return(regs)
//    Goes to user mode with the registers `regs`, in the page table in force. Interrupts,
//    exceptions and system calls of that process will save its registers there again, so `regs`
//    must stay in place and be mapped in its page table. Of the flags, those of arithmetic and DF
//    are as in `regs`, and interrupts are on; %ds, %es, %fs and %gs become 0.
void exception_return(regstate *regs) never_returns;

// wait_for_interrupt()
//    Halts the processor until the next interrupt, which is handled before this returns. Neither
//    calls exception nor changes any process's registers.
void wait_for_interrupt(void);

// interrupts_init()
//    Fills the interrupt descriptor table and sets up `syscall`; leaves only the timer's interrupt
//    on.
void interrupts_init(void);

#endif
