#ifndef WEENSY_LENGTH_H
#define WEENSY_LENGTH_H

// length.h: how long a recording is.

#include "options.h"

// recording_length(options)
//    How many instructions the recording has that the options replay. Replays it once to count
//    them, unless the number is beside the recording. Fails if it cannot be replayed.
uint64_t recording_length(const struct options *options) must_check;

#endif
