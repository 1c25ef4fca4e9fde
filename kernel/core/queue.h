#ifndef WEENSY_QUEUE_H
#define WEENSY_QUEUE_H

// queue.h: processes in the order in which they came, linked through proc.next. A process is in one
// queue at most.

#include "kernel-only.h"
#include "process.h"

typedef struct queue {
    proc *first; // NULL: empty
    proc *last;
} queue;

// queue_push(q, p)
//    Puts `p`, which is in no queue, at the end.
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
//    Takes the first out and returns it; NULL if there is none.
static inline proc *
queue_pop(queue *q) {
    proc *p = q->first;
    if (p != NULL) {
        q->first = p->next;
    }
    return p;
}

#endif
