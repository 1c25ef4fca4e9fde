#ifndef WEENSY_TRACE_H
#define WEENSY_TRACE_H

// trace.h: a run that leaves the record of a trace.

#include "arguments.h"
#include "ending.h"
#include "options.h"

// trace_add_options(arguments, options)
//    Adds QEMU's options for a trace. Fails if this QEMU takes no plugins. The machine has to have
//    its memory in the backend `ram`.
void trace_add_options(struct arguments *a, const struct options *options);

// trace_keep(options, ending)
//    Leaves the record, whose last line says how the run ended, and the guest's memory.
void trace_keep(const struct options *options, enum ending ending);

#endif
