#ifndef WEENSY_DWARF_LINES_H
#define WEENSY_DWARF_LINES_H

// dwarf-lines.h: reads the line number information of an executable (DWARF version 4 and 5, chapter
// 6.2).

#include "dwarf.h"

// A row of the line number table: from its place to the next row's, the code comes from this line.
struct line_row {
    struct row_place place;
    char *file;    // relative to where the compiler ran, or absolute; allocated, shared by rows
    unsigned line; // 0: no code at this place
};

struct line_rows {
    struct line_row *row;
    size_t n;
};

// read_line_rows(path, lines, line_names, names)
//    All rows, in the order of the file. The arguments are its sections .debug_line,
//    .debug_line_str and .debug_str. Fails, naming `path`, if they are malformed.
struct line_rows read_line_rows(const char *path, struct bytes lines, struct bytes line_names,
                                struct bytes names);

#endif
