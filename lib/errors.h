#ifndef WEENSY_ERRORS_H
#define WEENSY_ERRORS_H

// errors.h: the negative numbers that functions and system calls return when they fail. The values
// are Linux's.

enum {
    E_NOENT = -2,  // no such program
    E_NOEXEC = -8, // malformed program image
    E_AGAIN = -11, // no free process slot
    E_NOMEM = -12, // no free memory
    E_FAULT = -14, // bad address
    E_INVAL = -22, // invalid argument
    E_NOSYS = -38, // no such system call
};

#endif
