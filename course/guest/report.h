#ifndef WEENSY_REPORT_H
#define WEENSY_REPORT_H

// report.h: how a check's own code in the kernel, the judge, speaks with the host. What it says is
// in lines of the log that start with a random word for this boot, which the student's code does
// not know. A run counts only if the judge ends it.

#include "backtrace.h"
#include "kernel-only.h"
#include "types.h"

// report_line(format, ...)
//    Writes a line "check WORD: ..." to the log. It may come after text that the student logged
//    without a newline.
void report_line(const char *format, ...) printf_like(1, 2);

// report_trace(bt)
//    Writes a line "trace ..." for each line of backtrace_text(bt).
void report_trace(backtrace bt);

// report_prefix()
//    The start of each line of the judge's: "check WORD: ".
const char *report_prefix(void);

// report_option(name, otherwise)
//    The number that the host gives the judge as NAME=NUMBER, which the student's code cannot see.
long report_option(const char *name, long otherwise);

// report_end()
//    Ends the run as the check planned; in start-and-end.c.
void report_end(void) never_returns;

// report_take_orders()
//    Reads the word and the options from the host, before the student's code runs.
void report_take_orders(void);

// report_over()
//    The end of report_end, which the watchdog takes, too.
void report_over(void) never_returns;

#endif
