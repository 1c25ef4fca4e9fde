#ifndef WEENSY_MEMORY_WATCH_H
#define WEENSY_MEMORY_WATCH_H

// memory-watch.h: what has a call of a student's function done to memory, besides what it was asked
// for?

#include "kernel-only.h"
#include "types.h"

// watch_memory()
//    Before the call: notes what the pages hold that kalloc has handed out, free memory below
//    PROC_START_ADDR, the console, and the kernel's code and constants. (Not its variables, among
//    which are the student's, nor its stack.)
void watch_memory(void);

// has_changed(pa)
//    After it: is the page at `pa` one of these, not freed meanwhile, and does it hold something
//    else?
bool has_changed(uint64_t pa);

// is_new(pa)
//    After it: is the page at `pa` one that kalloc has handed out since?
bool is_new(uint64_t pa);

// is_kept(pa)
//    And was it not given back?
bool is_kept(uint64_t pa);

// The page-aligned addresses of which one can ask so.
#define for_each_watched_page(pa)                                                                  \
    for (uint64_t pa = PAGESIZE; pa < RECORDS_END;                                                 \
         pa = pa == 0xFF000 ? RECORDS_START : pa + PAGESIZE)

#endif
