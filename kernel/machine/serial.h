#ifndef WEENSY_SERIAL_H
#define WEENSY_SERIAL_H

// serial.h: the first serial port, at 115,200 bits a second.

#include "kernel-only.h"
#include "types.h"

// serial_init()
//    Sets the port up. Without a port, what is sent is lost and nothing is received.
void serial_init(void);

// serial_putc(c)
//    Puts a character into a queue, to be sent. Sends some if it is full; gives the port up if
//    nobody takes any.
void serial_putc(char c);

// serial_room()
//    How many characters the queue still takes.
size_t serial_room(void);

// serial_send(patience)
//    Sends from the queue; asks the port at most `patience` times whether it is ready, at about a
//    microsecond each.
void serial_send(unsigned patience);
#define SERIAL_PATIENCE 1000000 // enough for a whole queue

// serial_getc()
//    The next character received, or -1 if there is none yet.
int serial_getc(void);

#endif
