#ifndef WEENSY_STREAM_H
#define WEENSY_STREAM_H

// stream.h: bytes to send through the pipe. Each place in the stream has its own value, so that a
// lost, doubled or misplaced byte shows.

#include "test.h"

#define PIPE_SIZE 4096

static char out[2 * PIPE_SIZE], in[2 * PIPE_SIZE]; // what goes into the pipe, and comes out

// byte(i)
//    The ith byte of a stream that does not repeat every 256, or 4096, bytes.
static inline char
byte(unsigned i) {
    return (char) (i * 31 + i / 256 * 17 + i / 4096 * 5);
}

// fill_out(start, size), check_in(start, size)
//    Stores a piece of that stream in `out`; checks that `in` has that piece.
static inline void
fill_out(unsigned start, size_t size) {
    for (size_t i = 0; i < size; ++i) {
        out[i] = byte(start + i);
    }
}

static inline void
check_in(unsigned start, size_t size) {
    for (size_t i = 0; i < size; ++i) {
        if (in[i] != byte(start + i)) {
            check_equal(in[i], byte(start + i));
            return;
        }
    }
}

#endif
