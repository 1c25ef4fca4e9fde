// fuzz.c: a failure of the tests' functions, which outside of a test would end the program quietly,
// ends it by a signal.

#include <stdlib.h>
#include "fuzz.h"

int
LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void) argc;
    (void) argv;
    setenv("CMOCKA_TEST_ABORT", "1", 1);
    return 0;
}
