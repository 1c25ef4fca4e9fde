// f-counter.c: a program for sys_spawn to start, called NAME.

#include "f-trial.h"

void
process_main(void) {
    count_turns(NAME, NULL);
}
