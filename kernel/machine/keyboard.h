#ifndef WEENSY_KEYBOARD_H
#define WEENSY_KEYBOARD_H

// keyboard.h: keys, from the PS/2 keyboard and from the serial line.

#include "kernel-only.h"

enum { KEY_CONTROL_C = 0x03 };

// keyboard_init()
//    Forgets what was typed before.
void keyboard_init(void);

// keyboard_getc()
//    The next key as an ASCII character, Control with a letter as 1 to 26; -1 if there is none.
int keyboard_getc(void);

#endif
