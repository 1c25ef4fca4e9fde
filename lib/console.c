// console.c: text on the screen. A console printer turns characters into cells. Colours come as
// escape sequences ESC [ number ; number ... m, whose state it keeps while it prints. It measures
// text first, so that the screen scrolls once, however many lines the text has.

#include "console.h"
#include "math.h"
#include "printf.h"
#include "string.h"

struct console_printer {
    struct printer printer;
    long top;  // the screen's first cell, counted in cells; what lies before or after is dropped
    long pos;  // where the next character goes, counted likewise
    long last; // the highest that `pos` has been
    uint16_t color;
    enum { TEXT, ESCAPE, PARAMETERS } state; // where in an escape sequence
    unsigned parameter;
};

static void put_on_console(struct printer *printer, char c);

static struct console_printer
console_printer(int pos, long top) {
    return (struct console_printer) {{put_on_console}, top, pos, pos, CONSOLE_NORMAL, TEXT, 0};
}

void
console_clear(void) {
    for (int i = 0; i < CONSOLE_CELLS; ++i) {
        console[i] = CONSOLE_NORMAL | ' ';
    }
    cursorpos = 0;
}

int
console_cursor(void) {
    int pos = cursorpos;
    return pos < 0 ? 0 : pos > CONSOLE_CELLS ? CONSOLE_CELLS : pos;
}

static void scroll(long rows);

void
console_vprintf(const char *format, va_list arguments) {
    const int cursor = console_cursor();
    struct console_printer measure = console_printer(cursor, INT64_MAX); // stores nothing
    vprinter(&measure.printer, format, arguments);
    long rows = (measure.last - CONSOLE_CELLS + CONSOLE_COLUMNS - 1) / CONSOLE_COLUMNS;
    if (rows > 0) {
        scroll(rows);
    }
    struct console_printer cp = console_printer(cursor, rows > 0 ? rows * CONSOLE_COLUMNS : 0);
    vprinter(&cp.printer, format, arguments);
    cursorpos = (int) (cp.pos - cp.top);
}

void
console_printf(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    console_vprintf(format, arguments);
    va_end(arguments);
}

int
console_printf_at(int cpos, const char *format, ...) {
    if (cpos < 0 || cpos >= CONSOLE_CELLS) {
        return cpos;
    }
    struct console_printer cp = console_printer(cpos, 0);
    va_list arguments;
    va_start(arguments, format);
    vprinter(&cp.printer, format, arguments);
    va_end(arguments);
    return (int) min(cp.pos, CONSOLE_CELLS);
}

// scroll(rows)
//    Moves the screen up, and the cursor with it.
static void
scroll(long rows) {
    const size_t kept = CONSOLE_CELLS - min((uint64_t) rows, CONSOLE_ROWS) * CONSOLE_COLUMNS;
    console_scrolls = console_scrolls + 1;
    memmove((void *) console, (const void *) &console[CONSOLE_CELLS - kept],
            kept * sizeof(uint16_t));
    for (size_t i = kept; i < CONSOLE_CELLS; ++i) {
        console[i] = CONSOLE_NORMAL | ' ';
    }
    console_scrolls = console_scrolls + 2 * (unsigned) rows - 1;
    cursorpos = console_cursor() - (int) (CONSOLE_CELLS - kept);
}


static void put_cells(struct console_printer *cp, long end, uint16_t cell);
static void set_color(struct console_printer *cp, unsigned parameter);

static void
put_on_console(struct printer *printer, char c) {
    struct console_printer *cp = (struct console_printer *) printer;
    if (cp->state == ESCAPE) {
        cp->state = c == '[' ? PARAMETERS : TEXT;
        cp->parameter = 0;
    } else if (cp->state == PARAMETERS) {
        if (c >= '0' && c <= '9') {
            cp->parameter = cp->parameter * 10 + (unsigned) (c - '0');
            return;
        }
        if (c == ';' || c == 'm') {
            set_color(cp, cp->parameter);
        }
        cp->parameter = 0;
        cp->state = c == ';' ? PARAMETERS : TEXT;
    } else if (c == '\033') {
        cp->state = ESCAPE;
    } else if (c == '\n') {
        put_cells(cp, cp->pos - CCOL(cp->pos) + CONSOLE_COLUMNS, CONSOLE_NORMAL | ' ');
    } else if (c == '\r') {
        cp->pos -= CCOL(cp->pos);
    } else {
        put_cells(cp, cp->pos + 1, cp->color | (unsigned char) c);
    }
}

// put_cells(cp, end, cell)
//    Fills the cells from the printer's position up to `end`, as far as they are on the screen.
static void
put_cells(struct console_printer *cp, long end, uint16_t cell) {
    for (long pos = cp->pos > cp->top ? cp->pos : cp->top;
         pos < end && pos - cp->top < CONSOLE_CELLS; ++pos) {
        console[pos - cp->top] = cell;
    }
    cp->pos = end;
    cp->last = end > cp->last ? end : cp->last;
}

// set_color(cp, parameter)
//    One number of a "select graphic rendition" sequence (ECMA-48, 8.3.117).
static void
set_color(struct console_printer *cp, unsigned parameter) {
    unsigned foreground = cp->color >> 8 & 0xF, background = cp->color >> 12;
    if (parameter == 0) {
        cp->color = CONSOLE_NORMAL;
        return;
    } else if (parameter == 1) {
        foreground |= 8;
    } else if (parameter == 7) {
        unsigned swap = foreground;
        foreground = background;
        background = swap & 7;
    } else if (parameter >= 30 && parameter <= 37) {
        foreground = (foreground & 8) | exchange_red_and_blue(parameter - 30);
    } else if (parameter == 39) {
        foreground = 7;
    } else if (parameter >= 40 && parameter <= 47) {
        background = exchange_red_and_blue(parameter - 40);
    } else if (parameter == 49) {
        background = 0;
    } else if (parameter >= 90 && parameter <= 97) {
        foreground = 8 | exchange_red_and_blue(parameter - 90);
    }
    cp->color = (uint16_t) (background << 12 | foreground << 8);
}
