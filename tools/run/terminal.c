// terminal.c: changes the terminal's settings, so that keys come one by one, and restores them.

#include "terminal.h"
#include "picture.h"

#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

static bool is_open;
static struct termios saved; // the terminal's settings before
static bool paints;          // the terminal shows the guest's screen

static void set_keys_at_once(void);

void
terminal_open(const struct screen *screen) {
    is_open = true;
    paints = screen && isatty(STDOUT_FILENO);
    atexit(terminal_close);
    set_keys_at_once();
    if (paints) {
        picture_open(screen);
    }
}

bool
is_in_terminal_foreground(void) {
    return isatty(STDIN_FILENO) && tcgetpgrp(STDIN_FILENO) == getpgrp();
}

static void
set_keys_at_once(void) {
    tcgetattr(STDIN_FILENO, &saved);
    struct termios keys = saved;
    keys.c_iflag &= ~(tcflag_t) (IXON | ICRNL | INLCR | IGNCR | ISTRIP);
    keys.c_lflag &= ~(tcflag_t) (ICANON | ECHO | IEXTEN | ISIG);
    keys.c_cc[VMIN] = 1;
    keys.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &keys);
}

bool
terminal_paints(void) {
    return is_open && paints;
}

void
terminal_close(void) {
    if (!is_open) {
        return;
    }
    is_open = false;
    if (paints) {
        picture_close();
    }
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved); // discards keys that the guest has not taken
}
