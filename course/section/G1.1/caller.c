// caller.c: exercise G1.1: calls sys_getsysname with the argument that the build defines.

#include "check.h"

void
process_main(void) {
    sys_getsysname((char *) ARGUMENT);
    check_end();
}
