#ifndef WEENSY_TEST_CALLS_H
#define WEENSY_TEST_CALLS_H

// test-calls.h: what the kernel does for its own tests, and only when booted with option test=1.

#include "kernel-only.h"
#include "process.h"

// test_calls_init(command)
//    Reads whether there are test calls in this run, and whether the kernel is to be broken.
void test_calls_init(const char *command);

// test_call(p)
//    Does the system call of lib/test-syscalls.h that `p` asks for. E_NOSYS for any other, and for
//    all if they are not enabled.
ssize_t test_call(proc *p);

#endif
