// run-rows.c: the screen as plain text, row by row. A row is printed when it is complete, that is,
// when it has rested for a while, or has scrolled off the screen.
//
// The mirror is a sample of the screen, so nothing says "scrolled": a row that now holds what was
// seen further down has moved up, and takes with it what is known about it. A row that changes in
// place after it was printed has to rest twice as long the next time, so a counter or an animation
// is printed a few times and then only once more, at the end.

#include "run.h"

#include <stdio.h>
#include <string.h>

#define PATIENCE 200 // milliseconds, at first

static void take_row(struct rows *rows, int r, const char *line, long now);
static void print_row(struct rows *rows, int r);

void
rows_look(struct rows *rows, const struct screen *screen, long now) {
    for (int r = 0; r < ROWS; ++r) {
        char line[COLUMNS + 1];
        screen_row(screen, r, line);
        if (strcmp(line, rows->row[r].seen) != 0) {
            take_row(rows, r, line, now);
        }
    }
    for (int r = 0; r < ROWS; ++r) {
        if (now - rows->row[r].changed >= rows->row[r].patience) {
            print_row(rows, r);
        }
    }
}

void
rows_end(struct rows *rows) {
    for (int r = 0; r < ROWS; ++r) {
        print_row(rows, r);
    }
}

// row_below(rows, r, line)
//    The first row below `r` in which `line` was seen, or ROWS.
static int
row_below(const struct rows *rows, int r, const char *line) {
    do {
        ++r;
    } while (r < ROWS && (line[0] == '\0' || strcmp(rows->row[r].seen, line) != 0));
    return r;
}

// take_row(rows, r, line, now)
//    Row `r` has changed to `line`. The rows above it have been taken already, those below not yet.
static void
take_row(struct rows *rows, int r, const char *line, long now) {
    struct row *row = &rows->row[r];
    int from = row_below(rows, r, line);
    if (from < ROWS) {
        for (int off = 0; r == 0 && off < from; ++off) {
            print_row(rows, off);
        }
        *row = rows->row[from];
        rows->row[from].moved = true;
        return;
    }
    if (row->moved || row->patience == 0) {
        *row = (struct row) {.patience = PATIENCE};
    }
    strcpy(row->seen, line);
    row->changed = now;
}

// print_row(rows, r)
//    Prints it unless it is blank, was printed as it is, or has moved up, from where it will be
//    printed. Blank rows above it become one line.
static void
print_row(struct rows *rows, int r) {
    struct row *row = &rows->row[r];
    if (row->seen[0] == '\0' || row->moved || strcmp(row->seen, row->printed) == 0) {
        return;
    }
    if (rows->any_printed && r > 0 && rows->row[r - 1].seen[0] == '\0') {
        putchar('\n');
    }
    puts(row->seen);
    fflush(stdout);
    strcpy(row->printed, row->seen);
    row->patience *= 2;
    rows->any_printed = true;
}
