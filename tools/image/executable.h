#ifndef WEENSY_EXECUTABLE_H
#define WEENSY_EXECUTABLE_H

// executable.h: whether a file can run as a program, or as the kernel. What only one of the two
// kernels demands of a program, that kernel checks itself.

#include "types.h"

// check_program(path, data, size), check_kernel(path, data, size)
//    Fails with one line unless the `size` bytes at `data`, read from `path`, are an ELF executable
//    for x86-64. Its segments have to lie in the file, and, without overlap, in a process's memory
//    below the stack, or in the kernel's memory; its entry point in one of them that has code.
void check_program(const char *path, const char *data, size_t size);
void check_kernel(const char *path, const char *data, size_t size);

#endif
