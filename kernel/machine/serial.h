#ifndef WEENSY_SERIAL_H
#define WEENSY_SERIAL_H

// serial.h: the first serial port, at 115,200 bits a second.

#include "kernel-only.h"
#include "types.h"

// serial_init()
//    Sets the port up. On a machine without one, what the kernel sends is lost.
void serial_init(void);

// serial_putc(c)
//    Puts a character into the queue of those to send. If the queue is full, sends some first; if
//    the line takes none, gives the port up for good.
void serial_putc(char c);

// serial_room()
//    How many more characters the queue can take.
size_t serial_room(void);

// serial_send(patience)
//    Sends characters from the queue. Asks the port at most `patience` times whether it is ready;
//    each time takes about a microsecond.
void serial_send(unsigned patience);
#define SERIAL_PATIENCE 1000000 // enough for a whole queue

// serial_getc()
//    The next character received, or -1 if there is none yet.
int serial_getc(void);

#endif
