// planted: breaks something, and much later faults because of it. tests/tools/replay-gdb-test.sh
// goes back from the fault to the marked lines.

#include "u-lib.h"

#define LOOPS 200

static int there;
static int *volatile pointer = &there;
static volatile int often = 1; // written again and again, always the same value except once
static volatile long never __attribute__((used)); // written

static void __attribute__((noinline)) plant(void) {
    pointer = (int *) 0x10; // the pointer is planted
    often = 7;              // the number is planted
}

void
process_main(void) {
    for (int i = 0; i < LOOPS; ++i) {
        if (i == LOOPS / 4) {
            plant();
        } else if (i % 50 == 0) {
            pointer = pointer;
        }
        often = often;
        sys_yield();
    }
    *pointer = 1; // the fault
    sys_exit();
}
