#ifndef WEENSY_SCREEN_H
#define WEENSY_SCREEN_H

// screen.h: a model of the guest's screen, which follows what the guest sends.

#include "types.h"

#define ROWS 25
#define COLUMNS 80

#define COLOR_NORMAL 0x07

struct screen {
    char cells[ROWS][COLUMNS + 1]; // a NUL ends each row
    // Of each cell: the letter's colour in the low half, the background's in the high one. Colours
    // have ANSI's numbers; from 8 on they are bright.
    unsigned char colors[ROWS][COLUMNS];
    int row, column;   // the cursor; the column may be COLUMNS, after the last cell
    bool changed;      // something has; the reader clears this
    unsigned scrolled; // by how many rows so far
    unsigned clears;   // how often the guest has cleared the whole screen
    bool in_frame;     // the guest is sending one, so the screen is not whole
    bool is_rest;      // the frame is empty: nothing has changed for a while
    bool frame_ended;  // one has just ended
    enum { SCREEN_TEXT, SCREEN_ESCAPE, SCREEN_SEQUENCE } state;
    bool is_private;        // the sequence
    unsigned parameters[4]; // of a sequence, the first ones
    unsigned nparameters;   // how many semicolons have come
    unsigned char color;    // of the next letter
};

// screen_clear(screen)
//    Blanks it and puts the cursor at its top left.
void screen_clear(struct screen *screen);

// screen_put(screen, data, size)
//    Takes in what the guest sent, up to the end of a frame if there is one. Returns how many bytes
//    that is.
size_t screen_put(struct screen *screen, const char *data, size_t size) must_check;

// screen_row(screen, row, line)
//    Stores the row without its trailing blanks.
void screen_row(const struct screen *screen, int row, char line[COLUMNS + 1]);

// screen_rows_used(screen)
//    The number of rows down to the last that is not blank.
int screen_rows_used(const struct screen *screen) must_check;

// screen_shows(screen, s)
//    Whether a row contains `s`.
bool screen_shows(const struct screen *screen, const char *s) must_check;

// screen_save(screen, path)
//    Writes its rows into a file, or fails.
void screen_save(const struct screen *screen, const char *path);

#endif
