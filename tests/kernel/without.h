#ifndef WEENSY_WITHOUT_H
#define WEENSY_WITHOUT_H

// without.h: takes protections away, to show what each of them stops.

#include "kernel-only.h"

// without_init(command)
//    Takes away what the boot option without=NAME,NAME,... names; panics if there is no such
//    protection. Called when memory is set up and no process exists yet.
void without_init(const char *command);

#endif
