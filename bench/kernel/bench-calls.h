#ifndef WEENSY_BENCH_CALLS_H
#define WEENSY_BENCH_CALLS_H

// bench-calls.h: system calls of the kernel for the benchmark. It is the kernel, and in addition
// remembers when it started, and lets processes sleep for ever. Its option others=N says how many.

enum {
    BENCH_START = 0x3001,  // (): the time-stamp counter at the kernel's start
    BENCH_END = 0x3002,    // (): the run ends
    BENCH_LOG = 0x3003,    // (name, figure): a line in the log
    BENCH_OTHERS = 0x3004, // (): the option `others`
    BENCH_SLEEP = 0x3005,  // (): does not return, and takes no turn any more
};

#endif
