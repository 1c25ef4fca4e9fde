#ifndef WEENSY_MIRROR_H
#define WEENSY_MIRROR_H

// mirror.h: what to send a VT102 terminal so that it shows what the console does. A mirror sends
// frames, each a copy of the console at one moment, and only what the terminal does not show yet.
// A frame goes out in pieces; when all are out, the mirror takes the next frame.
//
// Marks around a frame ask the terminal to show it whole ("synchronized output", private mode
// 2026). Terminals that do not know that mode ignore them.

#include "console.h"

typedef struct mirror {
    void (*put)(char c); // sends a character
    uint16_t frame[CONSOLE_CELLS];
    int cursor;       // in the frame
    int next;         // the first cell that is not sent; above CONSOLE_CELLS: all is sent
    unsigned scrolls; // console_scrolls when the frame was taken, rounded down
    int rests;        // how many times in a row there was nothing to send

    uint16_t shown[CONSOLE_CELLS]; // what the terminal shows,
    int pos;                       // where it would write next; -1: not known
    int color;                     // and in which colours
} mirror;

// mirror_init(m, put)
//    Makes `m` send through `put`, and blanks the terminal.
void mirror_init(mirror *m, void (*put)(char c));

// mirror_is_done(m)
//    Is the whole frame sent?
bool mirror_is_done(const mirror *m);

// mirror_take(m, cells)
//    Takes the next frame, once the last is done: these cells, the console's or those shown in its
//    place, and the cursor. If the terminal shows them already, the frame is done; after every
//    MIRROR_RESTS such frames in a row, an empty frame says so. Sends at most MIRROR_PIECE bytes.
void mirror_take(mirror *m, const volatile uint16_t *cells);

// mirror_send(m)
//    Sends a piece of the frame, if it is not done: at most MIRROR_PIECE bytes.
void mirror_send(mirror *m);
#define MIRROR_PIECE 128
#define MIRROR_RESTS 20

#endif
