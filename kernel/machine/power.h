#ifndef WEENSY_POWER_H
#define WEENSY_POWER_H

// power.h: how a run ends.

#include "kernel-only.h"
#include "exit-codes.h"
#include "types.h"

// end_run(code)
//    Ends the run, with an EXIT_ code, on a host that listens; else returns.
void end_run(uint8_t code);

// power_off()
//    Ends the run, or turns the machine off, or says that it is safe to turn it off.
void power_off(void) never_returns;

// restart(command)
//    Loads and starts the kernel anew, with `command` as its command string. What memory held
//    before does not matter.
void restart(const char *command) never_returns;

#endif
