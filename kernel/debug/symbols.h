#ifndef WEENSY_SYMBOLS_H
#define WEENSY_SYMBOLS_H

// symbols.h: which function an address lies in. The symbol tables are those of the ELF files in the
// disk image's copy.

#include "kernel-only.h"
#include "types.h"

#define SYMBOL_NAME_MAX 63

typedef struct symbol {
    const char *name; // "?" if not known, or not printable within SYMBOL_NAME_MAX bytes
    uint64_t offset;  // from the function's start
} symbol;

// symbol_find(file_name, address)
//    The function of file `file_name` ("kernel", a program, or NULL for none) that has `address`.
symbol symbol_find(const char *file_name, uint64_t address);

#endif
