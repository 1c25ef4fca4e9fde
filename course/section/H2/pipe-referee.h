#ifndef WEENSY_PIPE_REFEREE_H
#define WEENSY_PIPE_REFEREE_H

// pipe-referee.h: how the programs of H2's check (pipe-actor.c) speak with the referee, who sits in
// the kernel's build: they do nothing but what he says, and he alone knows what should come of it.

#include "types.h"

// A call beside those of check-calls.h: (referee_order *). The order that was carried out comes
// with its result, and is replaced by the next one.
#define REFEREE_NEXT 0x101

#define REFEREE_PAGES 20 // of memory that each actor brings; the page behind it is nobody's

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
