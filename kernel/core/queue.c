// queue.c: a linked list through proc.next.

#include "queue.h"
#include "process.h"

void
queue_push(queue *q, proc *p) {
    p->next = NULL;
    if (q->first == NULL) {
        q->first = p;
    } else {
        q->last->next = p;
    }
    q->last = p;
}

proc *
queue_pop(queue *q) {
    proc *p = q->first;
    if (p != NULL) {
        q->first = p->next;
    }
    return p;
}
