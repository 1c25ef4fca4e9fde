#ifndef WEENSY_LENGTH_H
#define WEENSY_LENGTH_H

// length.h: how long a recording is.

#include "options.h"

// recording_length(options)
//    How many instructions the run had that the options replay. Runs it once to learn that, unless
//    it is remembered beside the recording. Fails if it cannot be replayed.
uint64_t recording_length(const struct options *options) must_check;

#endif
