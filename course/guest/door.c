// door.c: the student's kernel, whose source KERNEL_SOURCE names, and what the check's own code
// must ask somebody who knows the kernel's types. That code is linked beside (doorkeeper.c):
// nothing here uses it, and the student's code, which is in this file, too, cannot name it.

#include KERNEL_SOURCE

#include "door.h"

int
door_state(pid_t pid) {
    return (int) ptable[pid].state;
}

void
door_set_state(pid_t pid, int state) {
    ptable[pid].state = (procstate) state;
}
