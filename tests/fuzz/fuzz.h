#ifndef WEENSY_FUZZ_H
#define WEENSY_FUZZ_H

// fuzz.h: the function that libFuzzer calls over and over, with bytes that lead to new code. If the
// code under test does wrong, the target ends by a signal: the sanitizers see to that, and fuzz.c
// for the tests' own functions.

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

#endif
