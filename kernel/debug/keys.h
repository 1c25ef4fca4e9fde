#ifndef WEENSY_KEYS_H
#define WEENSY_KEYS_H

// keys.h: what keys do while the kernel runs.

#include "kernel-only.h"

// handle_keys()
//    Looks at the keys that have been pressed: q or Control-C leaves, m turns the memory viewer on
//    or off, another restarts with what the command string says for it (command.h). The kernel
//    calls it at each tick.
void handle_keys(void);

#endif
