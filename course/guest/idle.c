// idle.c: a program that lets others run.

#include "u-lib.h"

void
process_main(void) {
    for (;;) {
        sys_yield();
    }
}
