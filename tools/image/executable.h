#ifndef WEENSY_EXECUTABLE_H
#define WEENSY_EXECUTABLE_H

// executable.h: whether a file can be run as a program, or as the kernel. What only one of the two
// kernels asks of a program, it finds out itself, and refuses it.

#include "types.h"

// check_program(path, data, size), check_kernel(path, data, size)
//    Fails with one line unless the `size` bytes at `data`, read from `path`, are an ELF executable
//    for x86-64 whose segments lie in the file and, without overlap, in a process's memory below
//    the stack, or in the kernel's place; and whose entry point is in one with code.
void check_program(const char *path, const char *data, size_t size);
void check_kernel(const char *path, const char *data, size_t size);

#endif
