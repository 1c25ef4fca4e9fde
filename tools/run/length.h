#ifndef WEENSY_LENGTH_H
#define WEENSY_LENGTH_H

// length.h: how long a recording is.

#include "options.h"

// recording_length(options)
//    How many instructions the recording has that the options replay. Unless a file next to it says
//    that, replays it once to count them. Fails if it cannot be replayed.
uint64_t recording_length(const struct options *options) must_check;

#endif
