// mistakes.c: a function for each mistake.

#include "mistakes.h"
#include "memory-layout.h"
#include "test-syscalls.h"

static void
write_again(uintptr_t address) {
    volatile char *p = (volatile char *) address;
    *p = *p;
}

static void
run(uintptr_t address) {
    __asm__ volatile("call *%0" : : "r"(address) : "memory");
}

// reach_below_stack()
//    Recurses until a frame is below the stack.
static void __attribute__((noinline)) reach_below_stack(void) {
    volatile char frame[512];
    frame[0] = 0;
    if ((uintptr_t) frame > KERNEL_STACK_BOTTOM - PAGESIZE / 2) {
        reach_below_stack();
    }
    frame[1] = frame[0]; // so that the call above is not a tail call
}

void
mistake(int which, uintptr_t address) {
    static const char constant[] = "constant";
    static char code[] = "\xC3"; // ret
    switch (which) {
    case MISTAKE_READ: (void) *(volatile char *) address; break;
    case MISTAKE_WRITE: write_again(address); break;
    case MISTAKE_RUN: run(address); break;
    case MISTAKE_RUN_DATA: run((uintptr_t) code); break;
    case MISTAKE_WRITE_CONSTANT: write_again((uintptr_t) constant); break;
    case MISTAKE_OVERFLOW_STACK: reach_below_stack(); break;
    }
}
