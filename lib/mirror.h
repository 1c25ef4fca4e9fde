#ifndef WEENSY_MIRROR_H
#define WEENSY_MIRROR_H

// mirror.h: what to send a VT102 terminal so that it shows what the console does. A mirror sends
// frames, each a copy of the console at one moment, and of each as little as makes the terminal
// show it. A frame goes out in pieces; only when all are out is the next one taken.
//
// Marks around a frame ask the terminal to show it whole ("synchronized output", the private mode
// 2026); terminals that do not know it pass over them.

#include "console.h"

typedef struct mirror {
    void (*put)(char c); // sends a character
    uint16_t frame[CONSOLE_CELLS];
    int cursor;       // in the frame
    int next;         // the first of its cells that is not sent; behind CONSOLE_CELLS: all are
    unsigned scrolls; // console_scrolls when it was taken, rounded down
    int rests;        // how many times in a row there was nothing to send

    uint16_t shown[CONSOLE_CELLS]; // what the terminal shows so far,
    int pos;                       // where it would write next; -1: not known
    int color;                     // and in which colours
} mirror;

// mirror_init(m, put)
//    `m` sends through `put`: first what blanks the terminal.
void mirror_init(mirror *m, void (*put)(char c));

// mirror_is_done(m)
//    Whether the whole frame is sent.
bool mirror_is_done(const mirror *m);

// mirror_take(m, cells)
//    The next frame, once the last is done: these cells, which are the console's or shown in its
//    place, and its cursor. If all of it is there already, it is done; every MIRROR_RESTS times
//    that this happens in a row, an empty frame says so. Sends at most MIRROR_PIECE bytes.
void mirror_take(mirror *m, const volatile uint16_t *cells);

// mirror_send(m)
//    Sends a piece of the frame, if it is not done: at most MIRROR_PIECE bytes.
void mirror_send(mirror *m);
#define MIRROR_PIECE 128
#define MIRROR_RESTS 20

#endif
