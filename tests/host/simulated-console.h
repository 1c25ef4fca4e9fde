#ifndef WEENSY_SIMULATED_CONSOLE_H
#define WEENSY_SIMULATED_CONSOLE_H

// simulated-console.h: the console's page for host tests, with a page of guard bytes on either
// side, and guard bytes between the cells and `cursorpos`.

#include "console.h"

// console_reset()
//    Fills cells and guards with known bytes, and puts the cursor at the top left.
void console_reset(void);

// expect_guards_intact()
//    Fails the test if a guard byte has changed.
void expect_guards_intact(void);

// expect_row(row, text)
//    Fails the test unless the row shows `text` and blanks after it.
void expect_row(int row, const char *text);

// expect_cell(cpos, cell)
//    Fails the test unless the cell at `cpos` is `cell`.
void expect_cell(int cpos, uint16_t cell);

#endif
