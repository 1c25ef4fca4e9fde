// section-returns.c: the same programs, but for the second, whose process_main returns.

#define SECOND_RETURNS true
#include "section-faults.c"
