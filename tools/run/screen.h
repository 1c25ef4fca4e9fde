#ifndef WEENSY_SCREEN_H
#define WEENSY_SCREEN_H

// screen.h: a model of the guest's screen, which follows what the guest sends.

#include "types.h"

#define ROWS 25
#define COLUMNS 80

#define COLOR_NORMAL 0x07

struct screen {
    char cells[ROWS][COLUMNS + 1]; // a NUL ends each row
    // A cell's colours: the letter's in the low half, the background's in the high one. They have
    // ANSI's numbers; from 8 on they are bright.
    unsigned char colors[ROWS][COLUMNS];
    int row, column;   // the cursor; the column may be COLUMNS, after the last cell
    bool changed;      // something has changed; the reader clears this
    unsigned scrolled; // how many rows the screen has scrolled so far
    unsigned clears;   // how often the guest has cleared the whole screen
    bool in_frame;     // the guest is sending a frame, so the screen is not whole
    bool is_rest;      // the frame is empty: nothing has changed for a while
    bool frame_ended;  // a frame has just ended
    enum { SCREEN_TEXT, SCREEN_ESCAPE, SCREEN_SEQUENCE } state;
    bool is_private;        // the control sequence is a private one
    unsigned parameters[4]; // the first parameters of the control sequence
    unsigned nparameters;   // how many semicolons it has had
    unsigned char color;    // the colours of the next letter
};

// screen_clear(screen)
//    Blanks the screen and puts the cursor at its top left.
void screen_clear(struct screen *screen);

// screen_put(screen, data, size)
//    Takes bytes that the guest sent, but no more after the end of a frame. Returns how many it
//    took.
size_t screen_put(struct screen *screen, const char *data, size_t size) must_check;

// screen_row(screen, row, line)
//    Stores the row's text, without trailing blanks, in `line`.
void screen_row(const struct screen *screen, int row, char line[COLUMNS + 1]);

// screen_rows_used(screen)
//    The number of rows down to the last that is not blank.
int screen_rows_used(const struct screen *screen) must_check;

// screen_shows(screen, s)
//    Whether a row contains `s`.
bool screen_shows(const struct screen *screen, const char *s) must_check;

// screen_save(screen, path)
//    Writes the rows' text into a file, or fails.
void screen_save(const struct screen *screen, const char *path);

#endif
