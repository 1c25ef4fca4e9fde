#ifndef WEENSY_CHECK_KERNEL_H
#define WEENSY_CHECK_KERNEL_H

// check-kernel.h: what a check of exercises.c sees of the kernel that runs it.

#include "kernel-only.h"
#include "memory-layout.h"
#include "types.h"
#include "x86-64.h"

// run_check()
//    The check.
void run_check(void);

// start_watch()
//    From now on the clock ticks, and the run ends, with "time is over" and a backtrace in
//    the log, when the boot option `deadline` is reached.
void start_watch(void);

// kalloc hands out the pages of [RECORDS_START, RECORDS_END), each once, in order. What they hold
// then is nonsense. They lie behind the disk image, where nobody uses memory.
#define RECORDS_START 0x1000000
#define RECORDS_END 0x1200000
#define NRECORDS ((RECORDS_END - RECORDS_START) / PAGESIZE)

typedef struct page_record {
    enum { RECORD_FREE, RECORD_ALLOCATED, RECORD_FREED, RECORD_KERNEL } state; // _KERNEL: its own
    unsigned kfrees;  // how often kfree was called for it
    uint64_t touched; // after it was freed: the address of the first instruction that read or wrote
} page_record;        // it; 0: none did

extern page_record page_records[NRECORDS];

// page_record_of(pa)
//    The record of the page at `pa`; NULL if kalloc never hands it out.
page_record *page_record_of(uint64_t pa);

#endif
