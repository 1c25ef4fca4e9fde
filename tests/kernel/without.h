#ifndef WEENSY_WITHOUT_H
#define WEENSY_WITHOUT_H

// without.h: takes protections away, to show what each one stops.

#include "kernel-only.h"

// without_init(command)
//    Takes away the protections of boot option without=NAME,NAME,...; panics if there is no such
//    protection. Call it after memory is set up, before any process exists.
void without_init(const char *command);

#endif
