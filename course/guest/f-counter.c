// f-counter.c: a program to be spawned, called NAME.

#include "f-trial.h"

void
process_main(void) {
    count_turns(NAME, NULL);
}
