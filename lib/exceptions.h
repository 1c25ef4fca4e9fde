#ifndef WEENSY_EXCEPTIONS_H
#define WEENSY_EXCEPTIONS_H

// exceptions.h: exceptions, and what refuses an access, in words, for the kernel and for tools that
// look at it from outside.

#include "x86-64.h"

// exception_describe(regs, address, s, size)
//    Stores in the `size` bytes at `s` what happened, nearly in the manual's words (SDM vol. 3A,
//    6.15), like "page fault writing 0x0 (not mapped)". `regs` are the exception's registers;
//    `address` is the processor's fault address (%cr2), for exceptions that have one.
void exception_describe(const regstate *regs, uint64_t address, char *s, size_t size);

// entry_refusal(entry, level, error)
//    Why a page-table entry of `level` refuses the access that ended in page-fault error code
//    `error` (SDM vol. 3A, 4.7): "write refused"; NULL if it does not.
const char *entry_refusal(x86_64_pageentry_t entry, int level, uint64_t error);

// entry_describe(entry, refusal, s, size)
//    Stores in the `size` bytes at `s` what an entry says, like "present, read-only, user: write
//    refused". `refusal` is entry_refusal's result.
void entry_describe(x86_64_pageentry_t entry, const char *refusal, char *s, size_t size);

#endif
