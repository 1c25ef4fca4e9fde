#ifndef WEENSY_REPORT_H
#define WEENSY_REPORT_H

// report.h: what is said about the end of a run.

#include "run.h"

// report_ending(run)
//    Says on standard error what went wrong, if so, and what to type next. Returns the tool's exit
//    status. Called when the log has been kept.
int report_ending(const struct run *run) must_check;

#endif
