#ifndef WEENSY_TRACE_H
#define WEENSY_TRACE_H

// trace.h: a run that is recorded for a trace.

#include "arguments.h"
#include "ending.h"
#include "options.h"

// trace_add_options(arguments, options)
//    What QEMU needs for it. Fails if this QEMU takes no plugins. The machine is to have its memory
//    in the backend `ram`.
void trace_add_options(struct arguments *a, const struct options *options);

// trace_keep(options, ending)
//    Leaves the record, with how the run has ended as its last line, and the guest's memory.
void trace_keep(const struct options *options, enum ending ending);

#endif
