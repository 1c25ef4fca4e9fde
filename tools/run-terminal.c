// run-terminal.c: the terminal: keys one by one, and the guest's mirror on its screen.

#include "run.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static bool is_open;
static struct termios saved;       // the terminal's settings before
static const struct screen *shown; // the guest's screen, if the terminal shows it
static struct winsize size;        // the terminal's
static unsigned clears_with_hint;  // the hint beneath the screen is there since that clear

static void warn_if_small(void);
static void set_keys_at_once(void);
static void write_hint(void);
static bool write_all(const char *data, size_t length);

void
terminal_open(const struct screen *screen) {
    is_open = true;
    shown = screen;
    atexit(terminal_close);
    set_keys_at_once();
    if (shown) {
        ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
        warn_if_small();
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

static void
warn_if_small(void) {
    if (size.ws_row < ROWS || size.ws_col < COLUMNS) {
        printf("weensy: this terminal has %d x %d characters, the guest's screen %d x %d\n",
               size.ws_col, size.ws_row, COLUMNS, ROWS);
        fflush(stdout);
    }
}

bool
terminal_show(const char *data, size_t length) {
    bool seen = write_all(data, length);
    bool room = size.ws_row > ROWS && size.ws_col >= COLUMNS;
    if (room && shown->state == SCREEN_TEXT && shown->clears != clears_with_hint) {
        clears_with_hint = shown->clears;
        write_hint();
    }
    return seen;
}

// write_hint()
//    Says beneath the guest's screen how to leave, in dim letters; when the guest clears its
//    screen, that goes, too. The guest's cursor and colours are saved (ESC 7) and restored (ESC 8).
static void
write_hint(void) {
    printf("\0337\033[%d;1H\033[0;2mControl-C leaves, also q while the kernel runs\033[0m\0338",
           ROWS + 1);
    fflush(stdout);
}

static bool
write_all(const char *data, size_t length) {
    while (length > 0) {
        ssize_t n = write(STDOUT_FILENO, data, length);
        if (n < 0) {
            return errno == EINTR; // a signal to end: the rest does not matter
        }
        data += n;
        length -= (size_t) n;
    }
    return true;
}

// leave_screen()
//    Normal colours, a visible cursor, and nothing beneath the last row that is used.
static void
leave_screen(void) {
    int used = screen_rows_used(shown);
    printf("\033[0m\033[?25h\033[%d;1H\r\n\033[J", used > 0 ? used : 1);
    fflush(stdout);
}

void
terminal_close(void) {
    if (!is_open) {
        return;
    }
    is_open = false;
    if (shown && shown->clears > 0) { // else the guest has not taken over the terminal's screen
        leave_screen();
    }
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved); // keys that the guest did not get are for nobody
}
