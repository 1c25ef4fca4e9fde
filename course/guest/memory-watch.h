#ifndef WEENSY_MEMORY_WATCH_H
#define WEENSY_MEMORY_WATCH_H

// memory-watch.h: what does a call of a student's function do to memory, besides what it is asked
// for?

#include "kernel-only.h"
#include "types.h"

// watch_memory()
//    Before the call: notes the contents of the pages that kalloc has handed out, of free memory
//    below PROC_START_ADDR, of the console, and of the kernel's code and constants. (Not those of
//    its variables, some of which are the student's, or of its stack.)
void watch_memory(void);

// has_changed(pa)
//    After the call: is the page at `pa` one of these, not freed meanwhile, and has it changed?
bool has_changed(uint64_t pa);

// is_new(pa)
//    After the call: did kalloc hand out the page at `pa` since?
bool is_new(uint64_t pa);

// is_kept(pa)
//    Did kalloc hand it out since, and was it not freed?
bool is_kept(uint64_t pa);

// The page-aligned addresses for which one can ask this.
#define for_each_watched_page(pa)                                                                  \
    for (uint64_t pa = PAGESIZE; pa < RECORDS_END;                                                 \
         pa = pa == 0xFF000 ? RECORDS_START : pa + PAGESIZE)

#endif
