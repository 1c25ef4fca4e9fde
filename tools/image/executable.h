#ifndef WEENSY_EXECUTABLE_H
#define WEENSY_EXECUTABLE_H

// executable.h: refuses executables that cannot be loaded, before they get into a disk image.

#include "types.h"

// check_program(path, data, size), check_kernel(path, data, size)
//    Fails unless the `size` bytes at `data`, read from `path`, keep the rules of elf-check.h for a
//    program, or for the kernel. The message, one line, says which rule is broken, and what to do.
void check_program(const char *path, const char *data, size_t size);
void check_kernel(const char *path, const char *data, size_t size);

#endif
