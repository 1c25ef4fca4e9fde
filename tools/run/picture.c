// picture.c: paints the guest's screen on the terminal from the model (screen.h), so that it is
// right on a terminal of any size. A terminal with too few rows shows the last rows in use. A line
// below the screen says how to leave.

#include "picture.h"
#include "signals.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const struct screen *shown;
static bool has_colors; // https://no-color.org

static volatile sig_atomic_t is_stale; // the terminal has another size, or shows something else
static int height, width;              // of the part of the terminal that shows the screen
static int top;                        // which row of the screen is at the top of that part

// What the terminal shows; a NUL: unknown.
static char cells[ROWS][COLUMNS];
static unsigned char colors[ROWS][COLUMNS];
static int cursor; // where it writes next: row * COLUMNS + column; -1: unknown
static int color;  // in which colours it writes next; -1: unknown

static char output[64 << 10]; // for the terminal, not yet written
static size_t length;

static void
note_resize(int number) {
    (void) number;
    is_stale = true;
}

void
picture_open(const struct screen *screen) {
    shown = screen;
    const char *no_color = getenv("NO_COLOR");
    has_colors = !no_color || *no_color == '\0';
    is_stale = true;
    struct sigaction action = {.sa_handler = note_resize}; // no SA_RESTART: interrupts waiting
    sigaction(SIGWINCH, &action, NULL);
}

void
picture_is_stale(void) {
    is_stale = true;
}

static void put(const char *format, ...) printf_like(1, 2);
static void begin_anew(void);
static void follow_rows(void);
static void paint_cell(int row, int column, char c, unsigned char color);
static void paint_cursor(void);
static bool write_output(void);

#define FRAME_BEGINS "\033[?2026h" // so that a terminal that knows it shows the frame at once
#define FRAME_ENDS "\033[?2026l"

bool
picture_paint(void) {
    bool untouched = screen_rows_used(shown) == 0 && shown->clears == 0;
    if (untouched) { // leave what the terminal showed before
        return true;
    }
    put(FRAME_BEGINS);
    if (is_stale) {
        is_stale = false;
        begin_anew();
    }
    follow_rows();
    for (int row = 0; row < height; ++row) {
        for (int column = 0; column < width; ++column) {
            paint_cell(row, column, shown->cells[top + row][column],
                       shown->colors[top + row][column]);
        }
    }
    paint_cursor();
    if (length == strlen(FRAME_BEGINS)) { // nothing has changed
        length = 0;
        return true;
    }
    put(FRAME_ENDS);
    return write_output();
}

static void
put(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    size_t room = sizeof(output) - length;
    int n = vsnprintf(output + length, room, format, arguments);
    va_end(arguments);
    length += n > 0 && (size_t) n < room ? (size_t) n : 0;
}

static void
begin_anew(void) {
    struct winsize size = {0};
    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
    if (size.ws_row == 0 || size.ws_col == 0) { // unknown
        size.ws_row = ROWS + 1;
        size.ws_col = COLUMNS;
    }
    height = size.ws_row > ROWS ? ROWS : size.ws_row > 1 ? size.ws_row - 1 : 1;
    width = size.ws_col < COLUMNS ? size.ws_col : COLUMNS;
    memset(cells, 0, sizeof(cells));
    cursor = color = -1;
    put("%s\033[2J\033[%d;1H%s%.*s%s", has_colors ? "\033[0m" : "", height + 1,
        has_colors ? "\033[2m" : "", width,
        height < ROWS ? "Control-C leaves, q too; this window is lower than the screen, 25 rows"
                      : "Control-C leaves, also q while the kernel runs",
        has_colors ? "\033[0m" : "");
}

// follow_rows()
//    Keeps the last row in use in sight, and the cursor, if it is in that row or the next.
static void
follow_rows(void) {
    int used = screen_rows_used(shown);
    used += shown->row == used && used < ROWS;
    top = used > height ? used - height : 0;
}

static void
paint_cell(int row, int column, char c, unsigned char cell_color) {
    if (cells[row][column] == c && colors[row][column] == cell_color) {
        return;
    }
    cells[row][column] = c;
    colors[row][column] = cell_color;
    int place = row * COLUMNS + column;
    if (place != cursor) {
        put("\033[%d;%dH", row + 1, column + 1);
    }
    if (has_colors && cell_color != color) {
        unsigned letter = cell_color & 0xF, behind = cell_color >> 4;
        put("\033[0;%u;%um", letter + (letter > 7 ? 82 : 30), behind + (behind > 7 ? 92 : 40));
        color = cell_color;
    }
    put("%c", c);
    cursor = column == width - 1 ? -1 : place + 1; // terminals differ after the last column
}

static void
paint_cursor(void) {
    int row = shown->row - top, column = shown->column;
    row = row < 0 ? 0 : row >= height ? height - 1 : row;
    column = column >= width ? width - 1 : column;
    if (cursor != row * COLUMNS + column) {
        put("\033[%d;%dH", row + 1, column + 1);
        cursor = row * COLUMNS + column;
    }
}

// write_output()
//    Writes the output. False if the terminal is gone.
static bool
write_output(void) {
    for (const char *data = output; length > 0 && !signal_caught;) {
        ssize_t n = write(STDOUT_FILENO, data, length);
        if (n < 0 && errno != EINTR) {
            length = 0;
            return false;
        } else if (n > 0) {
            data += n;
            length -= (size_t) n;
        }
    }
    length = 0;
    return true;
}

void
picture_close(void) {
    if (is_stale) { // nothing was painted
        return;
    }
    int used = screen_rows_used(shown) - top;
    used = used < 1 ? 1 : used > height ? height : used;
    put("%s\033[?25h\033[%d;1H\r\n\033[J", has_colors ? "\033[0m" : "", used);
    bool seen = write_output();
    (void) seen;
}
