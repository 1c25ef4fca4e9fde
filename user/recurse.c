// recurse: a function that calls itself until memory or address space runs out. Each level takes a
// page of stack, which the function allocates as it goes down. A process keeps its pages until it
// exits, so a child goes down and then exits, and the next child starts over.

#include "u-lib.h"

static uintptr_t stack_start = (uintptr_t) stack_page; // the lowest page of the stack

// grow_stack(address)
//    Extends the stack down to `address`. False if memory is full, or the program's data is in the
//    way.
static bool
grow_stack(uintptr_t address) {
    while (stack_start > address) {
        uintptr_t page = stack_start - PAGESIZE;
        if (page < (uintptr_t) end || sys_page_alloc((void *) page) < 0) {
            return false;
        }
        stack_start = page;
    }
    return true;
}

#define LEVEL_SIZE (2 * PAGESIZE) // room for a level's frame and those of the functions it calls

// descend(level)
//    Goes down as far as possible, and returns.
static void
descend(unsigned level) {
    volatile unsigned frame[PAGESIZE / sizeof(unsigned)];
    frame[0] = level;
    if (grow_stack((uintptr_t) frame - LEVEL_SIZE)) {
        wait_ticks(2);
        descend(level + 1);
    }
    assert_eq(frame[0], level);
}

void
process_main(void) {
    for (;;) {
        char done = '.';
        pid_t child = sys_fork();
        assert_ge(child, 0);
        if (child == 0) {
            grow_stack((uintptr_t) stack_page - LEVEL_SIZE); // for the frame of level 1
            descend(1);
            wait_ticks(HZ);
            sys_pipewrite(&done, 1);
            sys_exit();
        }
        sys_piperead(&done, 1); // blocks until the child is done
    }
}
