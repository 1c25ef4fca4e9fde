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

// kalloc hands out the pages of [RECORDS_START, RECORDS_END), each once, in order.
#define RECORDS_START PROC_START_ADDR
#define RECORDS_END MEMSIZE_PHYSICAL
#define NRECORDS ((RECORDS_END - RECORDS_START) / PAGESIZE)

typedef struct page_record {
    enum { RECORD_FREE, RECORD_ALLOCATED, RECORD_FREED } state;
    unsigned kfrees; // how often kfree was called for it
} page_record;

extern page_record page_records[NRECORDS];

// page_record_of(pa)
//    The record of the page at `pa`; NULL if kalloc never hands it out.
page_record *page_record_of(uint64_t pa);

#endif
