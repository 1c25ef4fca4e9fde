#ifndef WEENSY_BENCH_CALLS_H
#define WEENSY_BENCH_CALLS_H

// bench-calls.h: system calls of the benchmark's kernel. That is the complete kernel, which also
// remembers when it started, and lets processes sleep forever. Its option others=N says how many.

enum {
    BENCH_START = 0x3001,  // (): the time-stamp counter at the kernel's start
    BENCH_END = 0x3002,    // (): ends the run
    BENCH_LOG = 0x3003,    // (name, figure): writes a line to the log
    BENCH_OTHERS = 0x3004, // (): the option `others`
    BENCH_SLEEP = 0x3005,  // (): never returns, and takes no turn
};

#endif
