// extension.c: no extension. The kernel for tests replaces this file.

#include "extension.h"
#include "errors.h"

void
extension_init(const char *command) {
    (void) command;
}

ssize_t
extension_call(proc *p) {
    (void) p;
    return E_NOSYS;
}
