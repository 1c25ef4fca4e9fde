#ifndef WEENSY_TERMINAL_H
#define WEENSY_TERMINAL_H

// terminal.h: the terminal, set up for keys one by one, and for the guest's screen.

#include "screen.h"

// is_in_terminal_foreground()
//    Whether standard input is a terminal, and its keys go to this tool.
bool is_in_terminal_foreground(void) must_check;

// terminal_open(screen)
//    From now on, keys come at once and without an echo, Control-C like any other. If `screen` is
//    not NULL and standard output is a terminal, it shows the screen. The tool has to be in the
//    terminal's foreground; when it exits, it restores the terminal.
void terminal_open(const struct screen *screen);

// terminal_paints()
//    Whether the terminal shows the guest's screen.
bool terminal_paints(void) must_check;

// terminal_close()
//    Restores the terminal, if it is open.
void terminal_close(void);

#endif
