// run-rows.c: the screen as plain text, row by row. A row is printed when it is complete, that is,
// when it has rested for a while, or has scrolled off the screen.
//
// The mirror is a sample of the screen, so nothing says "scrolled": that is seen from rows that
// stand further up than before. A row that changes in place after it was printed has to rest twice
// as long the next time, so a counter or an animation is printed a few times and then only once
// more, at the end.

#include "run.h"

#include <stdio.h>
#include <string.h>

#define PATIENCE 200 // milliseconds, at first

static void scroll(struct rows *rows, char line[ROWS][COLUMNS + 1]);
static void print_row(struct rows *rows, int r);

void
rows_look(struct rows *rows, const struct screen *screen, long now) {
    char line[ROWS][COLUMNS + 1];
    for (int r = 0; r < ROWS; ++r) {
        screen_row(screen, r, line[r]);
    }
    scroll(rows, line);
    for (int r = 0; r < ROWS; ++r) {
        struct row *row = &rows->row[r];
        if (row->patience == 0) {
            row->patience = PATIENCE;
        }
        if (strcmp(line[r], row->seen) != 0) {
            strcpy(row->seen, line[r]);
            row->changed = now;
        }
        if (now - row->changed >= row->patience) {
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

// scrolled_by(rows, line)
//    How far the screen has moved up: by as many rows as make the most rows the same as before.
static int
scrolled_by(const struct rows *rows, char line[ROWS][COLUMNS + 1]) {
    int best = 0, best_score = 0;
    for (int n = 0; n < ROWS; ++n) {
        int score = 0;
        for (int r = 0; r + n < ROWS; ++r) {
            score += line[r][0] != '\0' && strcmp(line[r], rows->row[r + n].seen) == 0;
        }
        if (score > best_score) {
            best = n;
            best_score = score;
        }
    }
    return best;
}

// scroll(rows, line)
//    Follows the screen: rows that have left it are printed, the others take along what is known
//    about them.
static void
scroll(struct rows *rows, char line[ROWS][COLUMNS + 1]) {
    int n = scrolled_by(rows, line);
    for (int r = 0; r < n; ++r) {
        print_row(rows, r);
    }
    memmove(&rows->row[0], &rows->row[n], (size_t) (ROWS - n) * sizeof(rows->row[0]));
    memset(&rows->row[ROWS - n], 0, (size_t) n * sizeof(rows->row[0]));
}

// print_row(rows, r)
//    Prints it unless it is blank, or was printed as it is. Blank rows above it become one line.
static void
print_row(struct rows *rows, int r) {
    struct row *row = &rows->row[r];
    if (row->seen[0] == '\0' || strcmp(row->seen, row->printed) == 0) {
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
