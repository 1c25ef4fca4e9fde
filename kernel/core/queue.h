#ifndef WEENSY_QUEUE_H
#define WEENSY_QUEUE_H

// queue.h: first-in, first-out queues of processes, linked through proc.next. A process is in at
// most one queue.

#include "kernel-only.h"
#include "process.h"

typedef struct queue {
    proc *first; // NULL: empty
    proc *last;
} queue;

// queue_push(q, p)
//    Puts `p`, which is in no queue, at the end of `q`.
static inline void
queue_push(queue *q, proc *p) {
    p->next = NULL;
    if (q->first == NULL) {
        q->first = p;
    } else {
        q->last->next = p;
    }
    q->last = p;
}

// queue_pop(q)
//    Takes the first process out of `q` and returns it; NULL if `q` is empty.
static inline proc *
queue_pop(queue *q) {
    proc *p = q->first;
    if (p != NULL) {
        q->first = p->next;
    }
    return p;
}

#endif
