#ifndef WEENSY_PRINTF_H
#define WEENSY_PRINTF_H

// printf.h: formatted text. One engine turns a format and its arguments into characters; the caller
// decides where they go (a buffer, the screen, the log).
//
// Conversions: d i u x X o p s c %, with flags - 0 + space #, width and precision (numbers or *),
// and lengths hh h l ll j z t. Anything else prints unchanged.

#include "types.h"

// Takes the characters one by one. Put it first in your own struct to add more state.
struct printer {
    void (*put)(struct printer *printer, char c);
};

// vprinter(printer, format, arguments)
//    Passes the formatted characters to `printer`, without a NUL.
void vprinter(struct printer *printer, const char *format, va_list arguments);

// snprintf(s, size, format, ...), vsnprintf(s, size, format, arguments)
//    Stores the formatted text in the `size` bytes at `s`, cut to fit, always with a NUL if `size`
//    is not 0. Returns the length of the whole text, without the NUL.
int snprintf(char *s, size_t size, const char *format, ...) printf_like(3, 4);
int vsnprintf(char *s, size_t size, const char *format, va_list arguments);

#endif
