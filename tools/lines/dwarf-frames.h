#ifndef WEENSY_DWARF_FRAMES_H
#define WEENSY_DWARF_FRAMES_H

// dwarf-frames.h: reads the call frame information of an executable (DWARF 5, 6.4).

#include "dwarf.h"

// A row of the table, valid from its place to the next row's. no_frame: the stack pointer points to
// the return address. It does at a function's start, and all through a function that needs no
// stack.
struct frame_row {
    struct row_place place;
    bool no_frame;
};

struct frame_rows {
    struct frame_row *row;
    size_t n;
};

// read_frame_rows(path, frames)
//    All rows, function by function, from the section .debug_frame. Fails, naming `path`, if it is
//    malformed.
struct frame_rows read_frame_rows(const char *path, struct bytes frames);

#endif
