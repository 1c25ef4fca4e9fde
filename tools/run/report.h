#ifndef WEENSY_REPORT_H
#define WEENSY_REPORT_H

// report.h: reports how a run ended.

#include "run.h"

// report_ending(run)
//    Says on standard error what went wrong, if anything, and what to type next. Returns the tool's
//    exit status. Call it after keep_file has moved the log.
int report_ending(const struct run *run) must_check;

#endif
