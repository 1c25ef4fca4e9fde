#ifndef WEENSY_REPORT_H
#define WEENSY_REPORT_H

// report.h: how a check's own code in the kernel speaks with the host. What it says stands in lines
// of the log that start with a word drawn for this boot, which the student's code does not know. A
// run counts only if the judge ends it.

#include "backtrace.h"
#include "kernel-only.h"
#include "types.h"

// report_line(format, ...)
//    A line in the log, "check WORD: ...". It may stand behind what the student has logged without
//    a newline.
void report_line(const char *format, ...) printf_like(1, 2);

// report_trace(bt)
//    A line "trace ..." for each of backtrace_text(bt).
void report_trace(backtrace bt);

// report_prefix()
//    What a line of the judge's starts with: "check WORD: ".
const char *report_prefix(void);

// report_option(name, otherwise)
//    The number that the host gives the judge as NAME=NUMBER, which the student's code cannot see.
long report_option(const char *name, long otherwise);

// report_end()
//    Ends the run, which is over as the check wants it: start-and-end.c.
void report_end(void) never_returns;

// report_take_orders()
//    Takes the word and the options that the host has left, before the student's code runs.
void report_take_orders(void);

// report_over()
//    The end of report_end, which the watchdog takes, too.
void report_over(void) never_returns;

#endif
