// extension.c: the kernel without an extension.

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
