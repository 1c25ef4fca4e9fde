#ifndef WEENSY_ROWS_H
#define WEENSY_ROWS_H

// rows.h: the screen as plain text, row by row.

#include "screen.h"

struct row {
    char seen[COLUMNS + 1];       // the row in the last frame
    char printed[2][COLUMNS + 1]; // what was last printed of it, and before
    unsigned rests;               // for how many ticks it has not changed
    unsigned patience;            // how much longer than others it has to rest
};

struct rows {
    struct row row[ROWS];
    int open;          // from here on, rows may be being written
    unsigned scrolled; // how far the screen has scrolled, up to the last frame
    bool any_printed;
};

// rows_look(rows, screen)
//    Prints the rows that are complete. Call it at the end of every frame.
void rows_look(struct rows *rows, const struct screen *screen);

// rows_end(rows)
//    Prints what was not yet printed.
void rows_end(struct rows *rows);

#endif
