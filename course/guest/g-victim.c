// g-victim.c: see g-victim.h. It has its own clock: an attack may write to `ticks`.

#include "g-victim.h"
#include "report.h"

#define STILL_TICKS 100 // a process that makes no call for this long stands still

static unsigned now, calls, last_call;

void
victim_calls(void) {
    calls += 1;
    last_call = now;
}

void
victim_tick(void) {
    now += 1;
    if (now >= (unsigned) report_option("end", 250) || now - last_call >= STILL_TICKS) {
        victim_over();
    }
}

void
victim_over(void) {
    report_line("process 2 made %u calls, the last %u ticks ago, and is %s", calls, now - last_call,
                is_runnable(2) ? "runnable" : "ended");
    report_end();
}
