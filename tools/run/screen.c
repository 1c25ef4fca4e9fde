// screen.c: a model of the guest's screen. It understands what the guest's mirror (lib/mirror.c)
// sends to a VT102 terminal, and the plain text before that.

#include "screen.h"
#include "host.h"

#include <string.h>

void
screen_clear(struct screen *screen) {
    memset(screen, 0, sizeof(*screen));
    screen->color = COLOR_NORMAL;
    memset(screen->colors, COLOR_NORMAL, sizeof(screen->colors));
    for (int row = 0; row < ROWS; ++row) {
        memset(screen->cells[row], ' ', COLUMNS);
    }
}

static void put_text(struct screen *screen, char c);
static void put_in_sequence(struct screen *screen, char c);

size_t
screen_put(struct screen *screen, const char *data, size_t size) {
    screen->frame_ended = false;
    size_t i = 0;
    while (i < size && !screen->frame_ended) {
        char c = data[i++];
        if (c == '\033') {
            screen->state = SCREEN_ESCAPE;
        } else if (screen->state == SCREEN_ESCAPE) {
            screen->state = c == '[' ? SCREEN_SEQUENCE : SCREEN_TEXT;
            screen->nparameters = 0;
            screen->is_private = false;
            memset(screen->parameters, 0, sizeof(screen->parameters));
        } else if (screen->state == SCREEN_SEQUENCE) {
            put_in_sequence(screen, c);
        } else {
            put_text(screen, c);
        }
    }
    return i;
}

static void
set_cell(struct screen *screen, int row, int column, char c) {
    screen->is_rest = false;
    screen->changed |= screen->cells[row][column] != c;
    screen->cells[row][column] = c;
    screen->colors[row][column] = screen->color;
}

// blank(screen, row, column, last_row)
//    Blanks everything from a cell to the end of row `last_row`.
static void
blank(struct screen *screen, int row, int column, int last_row) {
    for (; row <= last_row; ++row, column = 0) {
        for (; column < COLUMNS; ++column) {
            set_cell(screen, row, column, ' ');
        }
    }
}

// scroll(screen, row, n)
//    Removes `n` rows, from `row` on. The rows below move up.
static void
scroll(struct screen *screen, int row, unsigned n) {
    size_t left = (size_t) (ROWS - row), taken = n < left ? n : left, moved = left - taken;
    memmove(screen->cells[row], screen->cells[row + (int) taken], moved * sizeof(screen->cells[0]));
    memmove(screen->colors[row], screen->colors[row + (int) taken],
            moved * sizeof(screen->colors[0]));
    for (int r = ROWS - (int) taken; r < ROWS; ++r) {
        screen->cells[r][COLUMNS] = '\0';
        blank(screen, r, 0, r);
    }
    screen->changed = true;
    screen->is_rest = false;
    screen->scrolled += row == 0 ? n : 0;
}

static void
next_row(struct screen *screen) {
    if (screen->row < ROWS - 1) {
        ++screen->row;
    } else {
        scroll(screen, 0, 1);
    }
}

static void
put_text(struct screen *screen, char c) {
    if (c == '\r') {
        screen->column = 0;
    } else if (c == '\n') {
        next_row(screen);
    } else if (c == '\b') {
        screen->column -= screen->column > 0;
    } else if (c >= ' ' && c <= '~') {
        if (screen->column == COLUMNS) { // the row is full, and wraps only now
            screen->column = 0;
            next_row(screen);
        }
        set_cell(screen, screen->row, screen->column++, c);
    }
}

static void end_sequence(struct screen *screen, char command);
static void end_private_sequence(struct screen *screen, char command);

// put_in_sequence(screen, c)
//    Takes a character of a control sequence: ESC [ parameter ; parameter ... command (ECMA-48,
//    5.4).
static void
put_in_sequence(struct screen *screen, char c) {
    unsigned *parameter = &screen->parameters[screen->nparameters];
    if (c >= '0' && c <= '9') {
        if (screen->nparameters < ARRAY_SIZE(screen->parameters) && *parameter < 10000) {
            *parameter = *parameter * 10 + (unsigned) (c - '0');
        }
    } else if (c == ';') {
        screen->nparameters += screen->nparameters < ARRAY_SIZE(screen->parameters);
    } else if (c == '?') {
        screen->is_private = true;
    } else if (c >= '@' && c <= '~') {
        screen->state = SCREEN_TEXT;
        if (screen->is_private) {
            end_private_sequence(screen, c);
        } else {
            end_sequence(screen, c);
        }
    }
}

// end_private_sequence(screen, command)
//    Handles the marks around frames. No other private sequence matters here.
static void
end_private_sequence(struct screen *screen, char command) {
    if (screen->parameters[0] == 2026) {
        screen->in_frame = command == 'h';
        screen->is_rest |= command == 'h';
        screen->frame_ended = command == 'l';
    }
}

// place(parameter, end)
//    The row or column for a parameter, which counts from 1; the last one if that is less.
static int
place(unsigned parameter, int end) {
    return parameter == 0 ? 0 : parameter > (unsigned) end ? end - 1 : (int) parameter - 1;
}

static void set_color(struct screen *screen, unsigned parameter);

static void
end_sequence(struct screen *screen, char command) {
    unsigned first = screen->parameters[0];
    screen->is_rest = false;
    switch (command) {
    case 'H': // cursor position
        screen->row = place(first, ROWS);
        screen->column = place(screen->parameters[1], COLUMNS);
        break;
    case 'J': // erase: 2 everything, 0 from the cursor on
        if (first == 2 || first == 0) {
            screen->clears += first == 2;
            blank(screen, first == 2 ? 0 : screen->row, first == 2 ? 0 : screen->column, ROWS - 1);
        }
        break;
    case 'K': // erase from the cursor to the end of the row
        if (first == 0) {
            blank(screen, screen->row, screen->column, screen->row);
        }
        break;
    case 'M': // delete rows
        scroll(screen, screen->row, first > 0 ? first : 1);
        break;
    case 'm': // colours
        for (unsigned i = 0; i <= screen->nparameters && i < ARRAY_SIZE(screen->parameters); ++i) {
            set_color(screen, screen->parameters[i]);
        }
        break;
    }
}

// set_color(screen, parameter)
//    Sets a colour: 30 to 37, or 90 to 97 if bright, the letter's; 40 to 47, or 100 to 107, the
//    background's; 0 resets both.
static void
set_color(struct screen *screen, unsigned parameter) {
    unsigned letter = screen->color & 0xF, behind = screen->color >> 4;
    unsigned color = parameter % 10 + (parameter >= 90 ? 8 : 0);
    switch (parameter / 10) {
    case 3:
    case 9: letter = color; break;
    case 4:
    case 10: behind = color; break;
    case 0: letter = COLOR_NORMAL, behind = 0; break;
    }
    screen->color = (unsigned char) (behind << 4 | letter);
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
    write_needed_file(path, lines, size);
}
