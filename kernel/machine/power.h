#ifndef WEENSY_POWER_H
#define WEENSY_POWER_H

// power.h: how a run ends.

#include "kernel-only.h"
#include "exit-codes.h"
#include "types.h"

// end_run(code)
//    Ends the run with an EXIT_ code, if the host has a port for that; else returns.
void end_run(uint8_t code);

// power_off()
//    Ends the run. Where the host has no port for that, turns the machine off; if that fails, too,
//    says that it is safe to turn it off.
void power_off(void) never_returns;

// restart(command)
//    Loads and starts the kernel anew, with `command` as its command string, whatever state memory
//    is in.
void restart(const char *command) never_returns;

#endif
