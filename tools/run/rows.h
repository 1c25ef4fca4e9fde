#ifndef WEENSY_ROWS_H
#define WEENSY_ROWS_H

// rows.h: prints the screen as plain text, row by row.

#include "screen.h"

struct row {
    char seen[COLUMNS + 1];       // its text in the last frame
    char printed[2][COLUMNS + 1]; // the text that was printed last, and the one before
    unsigned rests;               // for how many ticks it has not changed
    unsigned patience;            // how many ticks longer than PATIENCE it has to rest
};

struct rows {
    struct row row[ROWS];
    int open;          // the guest may be writing rows from this one on
    unsigned scrolled; // how many rows the screen had scrolled at the last frame
    bool any_printed;
};

// rows_look(rows, screen)
//    Prints the rows that are complete. Call it at the end of every frame.
void rows_look(struct rows *rows, const struct screen *screen);

// rows_end(rows)
//    Prints the rows that are not printed yet.
void rows_end(struct rows *rows);

#endif
