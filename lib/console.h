#ifndef WEENSY_CONSOLE_H
#define WEENSY_CONSOLE_H

// console.h: text on the screen. The VGA text buffer is an array of cells, 80 columns by 25 rows,
// each with a character in its low byte and colours in its high byte; a store there shows at once.
// After the cells, in the same page, comes `cursorpos`: where the next character goes.
//
// Kernel and programs share the page, and any program may store anything there, so trust nothing
// that you read from it.

#include "types.h"
#include "memory-layout.h"

#define CONSOLE_COLUMNS 80
#define CONSOLE_ROWS 25
#define CONSOLE_CELLS (CONSOLE_COLUMNS * CONSOLE_ROWS)
#define CPOS(row, col) ((row) *CONSOLE_COLUMNS + (col))
#define CROW(cpos) ((cpos) / CONSOLE_COLUMNS)
#define CCOL(cpos) ((cpos) % CONSOLE_COLUMNS)

// exchange_red_and_blue(color)
//    Turns VGA's number of one of the eight colours into ANSI's, or the other way round.
static inline unsigned
exchange_red_and_blue(unsigned color) {
    return (color & 2) | (color & 1) << 2 | (color & 4) >> 2;
}

// A cell's high byte: 0-3 foreground, 4-6 background, 7 bright background or blinking.
#define CONSOLE_NORMAL 0x0700

// Colours, as escape sequences to put into a format: console_printf(CS_RED "stop" CS_NORMAL "\n").
#define CS_NORMAL "\033[0m"
#define CS_BOLD "\033[1m"
#define CS_RED "\033[91m"
#define CS_GREEN "\033[92m"
#define CS_YELLOW "\033[93m"
#define CS_BLUE "\033[94m"
#define CS_MAGENTA "\033[95m"
#define CS_CYAN "\033[96m"
#define CS_WHITE "\033[97m"
#define CS_ERROR "\033[97;41m"
#define CS_SUCCESS CS_GREEN
#define CS_ECHO CS_CYAN

// The cells, and the cursor after them. The kernel reaches them through its direct map, programs
// at CONSOLE_ADDR.
extern volatile uint16_t *const console;
#define CURSORPOS_OFFSET 0xFFC // bytes, in the console's page
#define cursorpos (*(volatile int *) &console[CURSORPOS_OFFSET / sizeof(uint16_t)])

// Before it, twice the number of rows by which the screen has been scrolled, and one more during a
// scroll. That tells the screen's mirror where its rows have gone.
#define CONSOLE_SCROLLS_OFFSET 0xFF8 // bytes, in the console's page
#define console_scrolls (*(volatile unsigned *) &console[CONSOLE_SCROLLS_OFFSET / sizeof(uint16_t)])

// console_clear()
//    Blanks the screen and puts the cursor at its top left.
void console_clear(void);

// console_printf(format, ...)
//    Prints at the cursor and moves it. A newline blanks the rest of its line; lines that leave the
//    screen at its foot scroll it up. Programs share the cursor without a lock, so text of two may
//    mix.
void console_printf(const char *format, ...) printf_like(1, 2);
void console_vprintf(const char *format, va_list arguments);

// console_printf_at(cpos, format, ...)
//    Prints at `cpos`, a CPOS(row, col); does not scroll, and drops what lies after the last cell.
//    Neither reads nor moves the cursor. Returns the position after the last character. With a
//    `cpos` outside the screen, prints nothing and returns it.
int console_printf_at(int cpos, const char *format, ...) printf_like(2, 3);

// console_cursor()
//    The cursor: 0 to CONSOLE_CELLS inclusive (after the last cell). If a program has stored
//    anything else, the nearest of these.
int console_cursor(void);

#endif
