#ifndef WEENSY_KEYBOARD_H
#define WEENSY_KEYBOARD_H

// keyboard.h: keys, from the PS/2 keyboard and from the serial line.

#include "kernel-only.h"

enum { KEY_CONTROL_C = 0x03 };

// keyboard_init()
//    Discards keys that were typed before.
void keyboard_init(void);

// keyboard_getc()
//    The next key as an ASCII character; -1 if there is none. Control and a letter give 1 to 26.
int keyboard_getc(void);

#endif
