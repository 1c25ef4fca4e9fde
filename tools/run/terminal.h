#ifndef WEENSY_TERMINAL_H
#define WEENSY_TERMINAL_H

// terminal.h: the terminal: keys one by one, and its settings.

#include "screen.h"

// is_in_terminal_foreground()
//    Whether standard input is a terminal whose keys are for this tool.
bool is_in_terminal_foreground(void) must_check;

// terminal_open(screen)
//    From here on, keys come at once, unseen, Control-C like any other. If `screen` is given, and
//    standard output is a terminal, it shows the guest's, and at the end the cursor is put beneath
//    it. Restored when the tool exits. The tool is in the terminal's foreground.
void terminal_open(const struct screen *screen);

// terminal_paints()
//    Whether it shows the guest's screen.
bool terminal_paints(void) must_check;

// terminal_close()
//    Restores the terminal, if it was opened.
void terminal_close(void);

#endif
