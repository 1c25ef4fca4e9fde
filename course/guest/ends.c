// ends.c: a program that ends the run.

#include "check.h"

void
process_main(void) {
    check_end();
}
