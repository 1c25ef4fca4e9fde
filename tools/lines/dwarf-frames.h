#ifndef WEENSY_DWARF_FRAMES_H
#define WEENSY_DWARF_FRAMES_H

// dwarf-frames.h: reads the call frame information of an executable (DWARF 5, 6.4).

#include "dwarf.h"

// From this row's place to the next row's: does the stack pointer point to the return address? It
// does at a function's start, and everywhere in a function that needs no stack.
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
