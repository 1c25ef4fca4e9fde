#ifndef WEENSY_SIGNALS_H
#define WEENSY_SIGNALS_H

// signals.h: signals that ask the tool to end.

#include <signal.h>

// The last such signal, or 0.
extern volatile sig_atomic_t signal_caught;

// catch_signals()
//    From now on, such a signal interrupts waiting and sets signal_caught. A write to a pipe
//    without a reader fails, and does not end the tool.
void catch_signals(void);

#endif
