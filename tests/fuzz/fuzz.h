#ifndef WEENSY_FUZZ_H
#define WEENSY_FUZZ_H

// fuzz.h: what libFuzzer calls: with bytes that it has found to lead to new code, over and over. A
// target ends by a signal if what is tested does wrong: the sanitizers see to that, and fuzz.c for
// the tests' own functions.

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

#endif
