#ifndef WEENSY_DWARF_H
#define WEENSY_DWARF_H

// dwarf.h: reads debugging information (DWARF version 4 and 5): numbers and strings, one after the
// other, never beyond the end.

#include "types.h"

// A part of a file.
struct bytes {
    const uint8_t *data;
    size_t size;
};

// A reader, and what it reads next.
struct reader {
    const uint8_t *next, *end;
    const char *path; // of the file, for messages
};

// Where a row of a table starts to hold, and the row's number.
struct row_place {
    uint64_t address;
    size_t number;
};

// reader_of(path, bytes)
struct reader reader_of(const char *path, struct bytes bytes);

// malformed(r)
//    Fails, as do the functions below if there is too little left to read.
void malformed(const struct reader *r) never_returns;

// read_number(r, size)
//    A little-endian number of `size` bytes; if that is more than 8, its lowest 8.
uint64_t read_number(struct reader *r, size_t size);

// read_unsigned(r), read_signed(r)
//    A number of any length: seven bits in each byte, the lowest first (7.6).
uint64_t read_unsigned(struct reader *r);
int64_t read_signed(struct reader *r);

// read_string(r)
//    The string up to the next NUL.
const char *read_string(struct reader *r);

// read_part(r, size)
//    A reader for the next `size` bytes, which `r` skips.
struct reader read_part(struct reader *r, uint64_t size);

#endif
