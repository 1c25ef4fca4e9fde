// rows.c: prints the screen as plain text, row by row. It prints a row when it takes it for
// complete: when the row has rested for a while, has scrolled off the screen, or the screen is
// being wiped. The guest may still be writing the row of the cursor and those below, so they have
// to rest longer. The guest's frames count the time, so the text does not depend on how fast this
// tool is.
//
// A row that changes in place after it was printed has to rest twice as long the next time. So a
// counter or an animation appears a few times, and then once more, at the end.

#include "rows.h"
#include "mirror.h"

#include <stdio.h>
#include <string.h>

#define PATIENCE 20      // how many ticks a row has to rest, at first
#define PATIENCE_OPEN 10 // times as many, for a row that the guest may be writing

static void scroll(struct rows *rows, unsigned n);
static bool is_wiped(const struct rows *rows, char line[ROWS][COLUMNS + 1]);
static void print_rested(struct rows *rows, unsigned part);
static void print_row(struct rows *rows, int r);

void
rows_look(struct rows *rows, const struct screen *screen) {
    scroll(rows, screen->scrolled - rows->scrolled);
    rows->scrolled = screen->scrolled;
    char line[ROWS][COLUMNS + 1];
    for (int r = 0; r < ROWS; ++r) {
        screen_row(screen, r, line[r]);
    }
    if (is_wiped(rows, line)) {
        print_rested(rows, PATIENCE);
    }
    rows->open = screen->row + (screen->column == COLUMNS - 1); // in the last column it is full
    for (int r = 0; r < ROWS; ++r) {
        struct row *row = &rows->row[r];
        bool same = strcmp(line[r], row->seen) == 0;
        row->rests = !same ? 0 : row->rests + (screen->is_rest ? MIRROR_RESTS : 1);
        strcpy(row->seen, line[r]);
    }
    print_rested(rows, 1);
}

// print_rested(rows, part)
//    Prints the rows that have rested for 1/part of their patience.
static void
print_rested(struct rows *rows, unsigned part) {
    for (int r = 0; r < ROWS; ++r) {
        unsigned patience = rows->row[r].patience + PATIENCE;
        if (rows->row[r].rests >= patience * (r < rows->open ? 1 : PATIENCE_OPEN) / part) {
            print_row(rows, r);
        }
    }
}

// is_wiped(rows, line)
//    Whether a row with text has become blank.
static bool
is_wiped(const struct rows *rows, char line[ROWS][COLUMNS + 1]) {
    for (int r = 0; r < ROWS; ++r) {
        if (rows->row[r].seen[0] != '\0' && line[r][0] == '\0') {
            return true;
        }
    }
    return false;
}

void
rows_end(struct rows *rows) {
    for (int r = 0; r < ROWS; ++r) {
        print_row(rows, r);
    }
}

// scroll(rows, n)
//    Follows the screen, which has scrolled up by `n` rows. Prints the rows that have left it. If
//    some of them were in no frame, or may have been incomplete in it, a line says so.
static void
scroll(struct rows *rows, unsigned n) {
    bool unseen = n > ROWS;
    int left = unseen ? ROWS : (int) n, kept = ROWS - left;
    for (int r = 0; r < left; ++r) {
        if (r < rows->open) {
            print_row(rows, r);
        } else {
            unseen |= rows->row[r].seen[0] != '\0';
        }
    }
    if (unseen) {
        puts("[...]");
    }
    memmove(&rows->row[0], &rows->row[left], (size_t) kept * sizeof(rows->row[0]));
    memset(&rows->row[kept], 0, (size_t) left * sizeof(rows->row[0]));
}

// print_row(rows, r)
//    Prints the row, unless it is blank or was printed lately. Blank rows above it become one blank
//    line.
static void
print_row(struct rows *rows, int r) {
    struct row *row = &rows->row[r];
    if (row->seen[0] == '\0' || strcmp(row->seen, row->printed[0]) == 0
        || strcmp(row->seen, row->printed[1]) == 0) {
        return;
    }
    if (rows->any_printed && r > 0 && rows->row[r - 1].seen[0] == '\0') {
        putchar('\n');
    }
    puts(row->seen);
    fflush(stdout);
    strcpy(row->printed[1], row->printed[0]);
    strcpy(row->printed[0], row->seen);
    row->patience = 2 * row->patience + PATIENCE;
    rows->any_printed = true;
}
