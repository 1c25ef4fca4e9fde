#ifndef WEENSY_DWARF_H
#define WEENSY_DWARF_H

// dwarf.h: reads debugging information (DWARF version 4 and 5): numbers and strings, one after the
// other, never beyond the end.

#include "types.h"

// What a file has at a place.
struct bytes {
    const uint8_t *data;
    size_t size;
};

// What is read next.
struct reader {
    const uint8_t *next, *end;
    const char *path; // of the file, for messages
};

// Where a row of a table begins to hold, and which row it is.
struct row_place {
    uint64_t address;
    size_t number;
};

// reader_of(path, bytes)
struct reader reader_of(const char *path, struct bytes bytes);

// malformed(r)
//    Fails, as all the functions below do if there is not as much to read as they want.
void malformed(const struct reader *r) never_returns;

// read_number(r, size)
//    A number of `size` bytes, little-endian; of one over 8 the lowest 8.
uint64_t read_number(struct reader *r, size_t size);

// read_unsigned(r), read_signed(r)
//    A number of any length: seven bits a byte, the lowest first (7.6).
uint64_t read_unsigned(struct reader *r);
int64_t read_signed(struct reader *r);

// read_string(r)
//    Up to a NUL.
const char *read_string(struct reader *r);

// read_part(r, size)
//    A reader of the next `size` bytes, which `r` skips.
struct reader read_part(struct reader *r, uint64_t size);

#endif
