#ifndef WEENSY_OFFSETS_H
#define WEENSY_OFFSETS_H

// offsets.h: numbers that assembly needs from C. A file of OFFSET lines is compiled to assembly,
// never linked; the build picks the strings out of it and makes a header of them.

// OFFSET(name, value)
//    `#define name value` in the header. `value` is a compile-time constant.
#define OFFSET(name, value) __asm__ volatile(".ascii \"#define " #name " %c0\"" : : "i"(value))

#endif
