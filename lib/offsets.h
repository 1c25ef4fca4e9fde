#ifndef WEENSY_OFFSETS_H
#define WEENSY_OFFSETS_H

// offsets.h: numbers that assembly needs from C. The build compiles a file of OFFSET lines to
// assembly, takes the strings out of that, and makes a header of them; it never links the file.

// OFFSET(name, value)
//    Puts `#define name value` in the header. `value` is a compile-time constant.
#define OFFSET(name, value) __asm__ volatile(".ascii \"#define " #name " %c0\"" : : "i"(value))

#endif
