// section-returns.c: four programs for the section's kernel, by SLOT. The process_main of three returns;
// the last gives up.

#include "u-lib.h"

void
process_main(void) {
    if (SLOT == 4) {
        wait_ticks(5);
        panic("the others have returned");
    }
}
