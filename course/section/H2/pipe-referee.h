#ifndef WEENSY_PIPE_REFEREE_H
#define WEENSY_PIPE_REFEREE_H

// pipe-referee.h: how the programs of H2's check (pipe-actor.c) speak with the referee, which is
// linked with the kernel: they do only what it says, and it alone knows what the result should be.

#include "types.h"

// A call besides those of check-calls.h: (referee_order *). The caller passes its last order, with
// the result; the referee replaces it by the next order.
#define REFEREE_NEXT 0x101

#define REFEREE_PAGES 20 // of memory that each actor has; the page after it is no process's

typedef struct referee_order {
    long call;         // SYSCALL_PIPEWRITE, SYSCALL_PIPEREAD or SYSCALL_YIELD
    uintptr_t address; // its arguments
    size_t size;
    long result;  // what it returned
    char *memory; // the actor's
} referee_order;

#ifdef WEENSY_KERNEL

// referee_next(pid, order), referee_tick()
//    Called from pipe-keeper.c and pipe-timer.c.
void referee_next(pid_t pid, referee_order *order);
void referee_tick(void);

#endif

#endif
