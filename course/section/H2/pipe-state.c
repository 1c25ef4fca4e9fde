// pipe-state.c: see pipe-state.h.

#include "pipe-state.h"

struct referee_state referee;
