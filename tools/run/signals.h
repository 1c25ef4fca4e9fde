#ifndef WEENSY_SIGNALS_H
#define WEENSY_SIGNALS_H

// signals.h: signals that ask the tool to end. They interrupt waiting, and are noted.

#include <signal.h>

// The signal that has been caught, or 0.
extern volatile sig_atomic_t signal_caught;

// catch_signals()
//    From here on, signals to end are caught. Writing to nobody fails instead of ending the tool.
void catch_signals(void);

#endif
