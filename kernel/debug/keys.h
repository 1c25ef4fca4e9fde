#ifndef WEENSY_KEYS_H
#define WEENSY_KEYS_H

// keys.h: what keys do while the kernel runs.

#include "kernel-only.h"

// handle_keys()
//    Handles the keys that have been pressed. q and Control-C end the run; m turns the memory
//    viewer on or off; a key for which the command string has an option (command.h) restarts with
//    that. The kernel calls it at each tick.
void handle_keys(void);

#endif
