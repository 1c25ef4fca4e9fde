#ifndef WEENSY_DOOR_H
#define WEENSY_DOOR_H

// door.h: what the check's own code asks the file with the student's kernel in it (door.c).

#include "kernel.h"

// door_state(pid), door_set_state(pid, state)
//    ptable[pid].state.
int door_state(pid_t pid);
void door_set_state(pid_t pid, int state);

// door_free_page(pa)
//    Sets the page's reference count to 0; only in f-door.c's kernel.
void door_free_page(uint64_t pa);

// What a failed assertion was about; only in f-door.c's kernel.
struct door_assertion {
    const char *function; // NULL: none failed
    long number;          // of the process
    int state;            // of its slot; -1: there is no such slot
};
extern struct door_assertion door_assertion;

#endif
