// console.c: text on the screen. A console printer turns characters into cells; colours come as
// escape sequences ESC [ number ; number ... m, of which it keeps the state while it prints.

#include "console.h"
#include "printf.h"
#include "string.h"

struct console_printer {
    struct printer printer;
    int pos;      // where the next character goes, 0 to CONSOLE_CELLS inclusive
    bool scrolls; // at the foot, scroll; else drop
    uint16_t color;
    enum { TEXT, ESCAPE, PARAMETERS } state; // where in an escape sequence
    unsigned parameter;
};

static void put_on_console(struct printer *printer, char c);

static struct console_printer
console_printer(int pos, bool scrolls) {
    return (struct console_printer) {{put_on_console}, pos, scrolls, CONSOLE_NORMAL, TEXT, 0};
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

void
console_vprintf(const char *format, va_list arguments) {
    struct console_printer cp = console_printer(console_cursor(), true);
    vprinter(&cp.printer, format, arguments);
    cursorpos = cp.pos;
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
    struct console_printer cp = console_printer(cpos, false);
    va_list arguments;
    va_start(arguments, format);
    vprinter(&cp.printer, format, arguments);
    va_end(arguments);
    return cp.pos;
}


static void put_cell(struct console_printer *cp, char c);
static void end_line(struct console_printer *cp);
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
        end_line(cp);
    } else if (c == '\r') {
        cp->pos -= CCOL(cp->pos);
    } else {
        put_cell(cp, c);
    }
}

// make_room(cp)
//    True if a cell is left at the printer's position, after scrolling if it may.
static bool
make_room(struct console_printer *cp) {
    if (cp->pos < CONSOLE_CELLS) {
        return true;
    } else if (!cp->scrolls) {
        return false;
    }
    enum { KEPT = CONSOLE_CELLS - CONSOLE_COLUMNS };
    console_scrolls = console_scrolls + 1;
    memmove((void *) console, (const void *) &console[CONSOLE_COLUMNS], KEPT * sizeof(uint16_t));
    for (int i = KEPT; i < CONSOLE_CELLS; ++i) {
        console[i] = CONSOLE_NORMAL | ' ';
    }
    console_scrolls = console_scrolls + 1;
    cp->pos -= CONSOLE_COLUMNS;
    cursorpos = cp->pos; // it moves with the text
    return true;
}

static void
put_cell(struct console_printer *cp, char c) {
    if (make_room(cp)) {
        console[cp->pos] = cp->color | (unsigned char) c;
        ++cp->pos;
    }
}

static void
end_line(struct console_printer *cp) {
    do {
        if (!make_room(cp)) {
            return;
        }
        console[cp->pos] = CONSOLE_NORMAL | ' ';
        ++cp->pos;
    } while (CCOL(cp->pos) != 0);
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
