// simulated-console.c: three pages, the console's in the middle.

#include "test.h"
#include "simulated-console.h"

#define GUARD 0x5C

static unsigned char pages[3][PAGESIZE] __attribute__((aligned(PAGESIZE)));

volatile uint16_t *const console = (volatile uint16_t *) pages[1];

void
console_reset(void) {
    host_memset(pages, GUARD, sizeof(pages));
    for (int i = 0; i < CONSOLE_CELLS; ++i) {
        console[i] = CONSOLE_NORMAL | ' ';
    }
    cursorpos = 0;
    console_scrolls = 0;
}

// is_guard(offset)
//    Is the byte, counted from the start of the console's page, part of no cell, nor of the cursor
//    or the count of scrolled rows before it?
static bool
is_guard(ptrdiff_t offset) {
    const ptrdiff_t cells_end = CONSOLE_CELLS * sizeof(uint16_t);
    _Static_assert(CONSOLE_SCROLLS_OFFSET + sizeof(unsigned) == CURSORPOS_OFFSET,
                   "one after another");
    const ptrdiff_t cursor_end = CURSORPOS_OFFSET + sizeof(int);
    return offset < 0 || (offset >= cells_end && offset < CONSOLE_SCROLLS_OFFSET)
           || offset >= cursor_end;
}

void
expect_guards_intact(void) {
    for (ptrdiff_t i = -PAGESIZE; i < 2 * PAGESIZE; ++i) {
        unsigned char byte = ((unsigned char *) pages)[PAGESIZE + i];
        if (is_guard(i) && byte != GUARD) {
            fail_msg("console page, guard byte at %td: expected %#x, saw %#x", i, GUARD, byte);
        }
    }
}

void
expect_row(int row, const char *text) {
    char expected[CONSOLE_COLUMNS + 1], seen[CONSOLE_COLUMNS + 1];
    sprintf(expected, "%-*s", CONSOLE_COLUMNS, text);
    for (int column = 0; column < CONSOLE_COLUMNS; ++column) {
        seen[column] = (char) console[CPOS(row, column)];
    }
    seen[CONSOLE_COLUMNS] = '\0';
    if (host_strcmp(expected, seen) != 0) {
        fail_msg("row %d: expected \"%s\", saw \"%s\"", row, expected, seen);
    }
}

void
expect_cell(int cpos, uint16_t cell) {
    if (console[cpos] != cell) {
        fail_msg("row %d column %d: expected cell %#x, saw %#x", CROW(cpos), CCOL(cpos), cell,
                 console[cpos]);
    }
}
