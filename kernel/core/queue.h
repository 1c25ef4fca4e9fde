#ifndef WEENSY_QUEUE_H
#define WEENSY_QUEUE_H

// queue.h: processes in the order in which they came. A process is in one queue at most.

#include "kernel-only.h"
#include "types.h"

struct proc;

typedef struct queue {
    struct proc *first; // NULL: empty
    struct proc *last;
} queue;

// queue_push(q, p)
//    Puts `p`, which is in no queue, at the end.
void queue_push(queue *q, struct proc *p);

// queue_pop(q)
//    Takes the first out and returns it; NULL if there is none.
struct proc *queue_pop(queue *q);

#endif
