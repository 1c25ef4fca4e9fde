#ifndef WEENSY_CHECK_KERNEL_H
#define WEENSY_CHECK_KERNEL_H

// check-kernel.h: what the kernel that runs a check of exercises.c offers it.

#include "kernel-only.h"
#include "memory-layout.h"
#include "types.h"
#include "x86-64.h"

// run_check()
//    The check.
void run_check(void);

// start_watch()
//    Starts the clock. At the tick `deadline`, a boot option, the run ends, with "time is over" and
//    a backtrace in the log.
void start_watch(void);

// kalloc hands out the pages of [RECORDS_START, RECORDS_END), each once, in order, filled with
// nonsense. They lie after the disk image, where nothing else uses memory.
#define RECORDS_START 0x1000000
#define RECORDS_END 0x1200000
#define NRECORDS ((RECORDS_END - RECORDS_START) / PAGESIZE)

typedef struct page_record {
    enum { RECORD_FREE, RECORD_ALLOCATED, RECORD_FREED, RECORD_KERNEL } state; // _KERNEL: its own
    unsigned kfrees;  // calls of kfree for it
    uint64_t touched; // after it was freed: the address of the first instruction that read or wrote
} page_record;        // it; 0: none did

extern page_record page_records[NRECORDS];

// page_record_of(pa)
//    The record of the page at `pa`; NULL if kalloc never hands it out.
page_record *page_record_of(uint64_t pa);

#endif
