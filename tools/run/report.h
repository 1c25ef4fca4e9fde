#ifndef WEENSY_REPORT_H
#define WEENSY_REPORT_H

// report.h: what the tool says about the end of a run.

#include "run.h"

// report_ending(run)
//    Says on standard error what went wrong, if anything, and what to type next. Returns the tool's
//    exit status. Call it when the log is where it stays.
int report_ending(const struct run *run) must_check;

#endif
