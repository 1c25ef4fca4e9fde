// passes.c: the judge has tried the allocator before this program runs.

#include "trial.h"

void
process_main(void) {
    trial_passed();
}
