// f-twice.c: spawns alice twice.

#include "f-trial.h"

void
process_main(void) {
    trial("first", "alice");
    trial("second", "alice");
    check_end();
}
