// fuzz.c: makes a failure of the tests' functions end the program by a signal. Outside a test, it
// would end quietly.

#include <stdlib.h>
#include "fuzz.h"

int
LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void) argc;
    (void) argv;
    setenv("CMOCKA_TEST_ABORT", "1", 1);
    return 0;
}
