#ifndef WEENSY_SERIAL_H
#define WEENSY_SERIAL_H

// serial.h: the first serial port, at 115,200 bits a second.

#include "kernel-only.h"
#include "types.h"

// serial_init()
//    Sets the port up. Without a port, what is sent is lost and nothing is received.
void serial_init(void);

// serial_putc(c), serial_printf(format, ...)
//    Sends; waits for the port, but not for ever.
void serial_putc(char c);
void serial_printf(const char *format, ...) printf_like(1, 2);

// serial_effort()
//    How often, so far, the port was asked whether it is ready: the time that sending has taken.
unsigned serial_effort(void);

// serial_getc()
//    The next character received, or -1 if there is none yet.
int serial_getc(void);

#endif
