#ifndef WEENSY_LOG_H
#define WEENSY_LOG_H

// log.h: the log. It goes through the debug port to the host's log file, never to the screen.

#include "kernel-only.h"
#include "types.h"

// log_printf(format, ...)
//    Writes to the log.
void log_printf(const char *format, ...) printf_like(1, 2);
void log_vprintf(const char *format, va_list arguments);

#endif
