#ifndef WEENSY_G_VICTIM_H
#define WEENSY_G_VICTIM_H

// g-victim.h: process 2, which others attack: how many calls it makes, and when. The run ends when
// it has stood still for long. Option (report.h): end=N ends the run after N ticks.

#include "kernel.h"
#include "string.h"

static inline bool
is_runnable(pid_t pid) {
    process_view view;
    return view_process(pid, &view) && strcmp(view.state, "runnable") == 0;
}

// victim_calls()
//    Process 2 makes a call.
void victim_calls(void);

// victim_tick()
//    The timer ticks. May end the run.
void victim_tick(void);

// victim_over()
//    Reports how process 2 is, and ends the run.
void victim_over(void) never_returns;

#endif
