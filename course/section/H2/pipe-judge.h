#ifndef WEENSY_PIPE_JUDGE_H
#define WEENSY_PIPE_JUDGE_H

// pipe-judge.h: knows every byte that is on its way through the pipe. A mistake ends the run.

#include "pipe-scenes.h"

// judge_begin(s, actors)
//    The pipe is empty, and scene `s` begins.
void judge_begin(const scene *s, unsigned actors);

// Bytes that writers write are below JUDGE_BYTES.
#define JUDGE_BYTES 253

// judge_fill(pid, address, size)
//    Stores at `address` the next `size` bytes that writer `pid` must write.
void judge_fill(pid_t pid, char *address, size_t size);

// judge_write(pid, n)
//    The kernel took `n` of these.
void judge_write(pid_t pid, size_t n);

// judge_read(pid, bytes, n, on_their_way)
//    Reader `pid` got `n` bytes, which are not BYTE_RELEASE; calls that have not returned write up
//    to `on_their_way` more than judge_write knows of.
void judge_read(pid_t pid, const unsigned char *bytes, size_t n, size_t on_their_way);

// judge_written(pid)
//    The number of bytes that the kernel took from `pid`.
size_t judge_written(pid_t pid);

// judge_total_written(), judge_total_read()
//    Sums over all processes.
size_t judge_total_written(void);
size_t judge_total_read(void);

// judge_all_is_read()
//    Are all writers finished, and was as much read as they wrote?
bool judge_all_is_read(void);

// judge_end()
//    As many bytes were read as written: were they the same?
void judge_end(void);

#endif
