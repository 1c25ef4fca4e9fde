// run-screen.c: a model of the guest's screen: the part of a VT100 terminal that the guest's
// mirror, and plain text before it, make use of. Colours are dropped.

#include "run.h"
#include "host.h"

#include <errno.h>
#include <string.h>

void
screen_clear(struct screen *screen) {
    memset(screen, 0, sizeof(*screen));
    for (int row = 0; row < ROWS; ++row) {
        memset(screen->cells[row], ' ', COLUMNS);
    }
}

static bool put_text(struct screen *screen, char c);
static bool put_in_sequence(struct screen *screen, char c);

bool
screen_put(struct screen *screen, const char *data, size_t size) {
    bool changed = false;
    for (size_t i = 0; i < size; ++i) {
        char c = data[i];
        if (c == '\033') {
            screen->state = SCREEN_ESCAPE;
        } else if (screen->state == SCREEN_ESCAPE) {
            screen->state = c == '[' ? SCREEN_SEQUENCE : SCREEN_TEXT;
            screen->nparameters = 0;
            memset(screen->parameters, 0, sizeof(screen->parameters));
        } else if (screen->state == SCREEN_SEQUENCE) {
            changed |= put_in_sequence(screen, c);
        } else {
            changed |= put_text(screen, c);
        }
    }
    return changed;
}

static bool
set_cell(struct screen *screen, int row, int column, char c) {
    bool changed = screen->cells[row][column] != c;
    screen->cells[row][column] = c;
    return changed;
}

// blank(screen, row, column, last_row)
//    Blanks everything from a cell to the end of a row below it.
static bool
blank(struct screen *screen, int row, int column, int last_row) {
    bool changed = false;
    for (; row <= last_row; ++row, column = 0) {
        for (; column < COLUMNS; ++column) {
            changed |= set_cell(screen, row, column, ' ');
        }
    }
    return changed;
}

static bool
next_row(struct screen *screen) {
    if (screen->row < ROWS - 1) {
        ++screen->row;
        return false;
    }
    memmove(screen->cells[0], screen->cells[1], sizeof(screen->cells) - sizeof(screen->cells[0]));
    blank(screen, ROWS - 1, 0, ROWS - 1);
    return true;
}

static bool
put_text(struct screen *screen, char c) {
    bool changed = false;
    if (c == '\r') {
        screen->column = 0;
    } else if (c == '\n') {
        changed = next_row(screen);
    } else if (c == '\b') {
        screen->column -= screen->column > 0;
    } else if (c >= ' ' && c <= '~') {
        if (screen->column == COLUMNS) { // the last cell was filled: only now does the line wrap
            screen->column = 0;
            changed = next_row(screen);
        }
        changed |= set_cell(screen, screen->row, screen->column++, c);
    }
    return changed;
}

static bool end_sequence(struct screen *screen, char command);

// put_in_sequence(screen, c)
//    A control sequence is ESC [ parameter ; parameter ... command (ECMA-48, 5.4).
static bool
put_in_sequence(struct screen *screen, char c) {
    unsigned *parameter = &screen->parameters[screen->nparameters];
    if (c >= '0' && c <= '9') {
        if (screen->nparameters < ARRAY_SIZE(screen->parameters) && *parameter < 1000) {
            *parameter = *parameter * 10 + (unsigned) (c - '0');
        }
    } else if (c == ';') {
        screen->nparameters += screen->nparameters < ARRAY_SIZE(screen->parameters);
    } else if (c >= '@' && c <= '~') {
        screen->state = SCREEN_TEXT;
        return end_sequence(screen, c);
    }
    return false; // anything else, as the ? of ESC [ ? 25 l, makes no difference to us
}

// place(parameter, end)
//    The row or column that a parameter counts from 1, moved into the screen.
static int
place(unsigned parameter, int end) {
    return parameter == 0 ? 0 : parameter > (unsigned) end ? end - 1 : (int) parameter - 1;
}

static bool
end_sequence(struct screen *screen, char command) {
    unsigned first = screen->parameters[0];
    switch (command) {
    case 'H': // cursor position
        screen->row = place(first, ROWS);
        screen->column = place(screen->parameters[1], COLUMNS);
        return false;
    case 'J': // erase: 2 everything, 0 from the cursor on
        if (first == 2) {
            ++screen->clears;
            return blank(screen, 0, 0, ROWS - 1);
        }
        return first == 0 && blank(screen, screen->row, screen->column, ROWS - 1);
    case 'K': // erase from the cursor to the end of the row
        return first == 0 && blank(screen, screen->row, screen->column, screen->row);
    default: return false;
    }
}

void
screen_row(const struct screen *screen, int row, char line[COLUMNS + 1]) {
    size_t length = COLUMNS;
    while (length > 0 && screen->cells[row][length - 1] == ' ') {
        --length;
    }
    memcpy(line, screen->cells[row], length);
    line[length] = '\0';
}

int
screen_rows_used(const struct screen *screen) {
    char line[COLUMNS + 1];
    int used = ROWS;
    while (used > 0 && (screen_row(screen, used - 1, line), line[0] == '\0')) {
        --used;
    }
    return used;
}

bool
screen_shows(const struct screen *screen, const char *s) {
    for (int row = 0; row < ROWS; ++row) {
        if (strstr(screen->cells[row], s)) {
            return true;
        }
    }
    return false;
}

void
screen_save(const struct screen *screen, const char *path) {
    char lines[ROWS * (COLUMNS + 1)];
    size_t size = 0;
    for (int row = 0; row < ROWS; ++row) {
        screen_row(screen, row, &lines[size]);
        size += strlen(&lines[size]);
        lines[size++] = '\n';
    }
    if (!write_file(path, lines, size)) {
        fail("%s: %s", path, strerror(errno));
    }
}
