#ifndef WEENSY_DWARF_H
#define WEENSY_DWARF_H

// dwarf.h: reads debugging information (DWARF version 4 and 5): numbers and strings, one after the
// other, and never past the end.

#include "types.h"

// A part of a file.
struct bytes {
    const uint8_t *data;
    size_t size;
};

struct reader {
    const uint8_t *next, *end; // what is left to read
    const char *path;          // of the file, for messages
};

// The address from which on a row of a table is valid, and the row's number.
struct row_place {
    uint64_t address;
    size_t number;
};

// reader_of(path, bytes)
//    A reader of `bytes`, a part of file `path`.
struct reader reader_of(const char *path, struct bytes bytes);

// malformed(r)
//    Fails with one line. The functions below fail in the same way if too little is left to read.
void malformed(const struct reader *r) never_returns;

// read_number(r, size)
//    Reads a little-endian number of `size` bytes. If that is more than 8, returns the lowest 8.
uint64_t read_number(struct reader *r, size_t size);

// read_unsigned(r), read_signed(r)
//    Reads a number of any length: seven bits in each byte, the lowest first (LEB128, 7.6).
uint64_t read_unsigned(struct reader *r);
int64_t read_signed(struct reader *r);

// read_string(r)
//    Reads the string up to the next NUL.
const char *read_string(struct reader *r);

// read_part(r, size)
//    A reader for the next `size` bytes, which `r` skips.
struct reader read_part(struct reader *r, uint64_t size);

#endif
