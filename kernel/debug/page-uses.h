#ifndef WEENSY_PAGE_USES_H
#define WEENSY_PAGE_USES_H

// page-uses.h: who uses each physical page, found out by walking every page table.

#include "kernel-only.h"
#include "kernel.h"
#include "memory-layout.h"

#define SHOWN_PAGES                                                                                \
    512 // physical pages that are looked at, from address 0 on: what fits the screen

typedef struct page_use {
    uint16_t owner;            // a process, OWNER_KERNEL, OWNER_SHARED; OWNER_NOBODY
    bool user;                 // some user can access it
    unsigned references;       // mappings for users, and uses as a page-table page
    page_view view;            // what the kernel says of it
    const char *contradiction; // what is wrong with it, in words; NULL: nothing
} page_use;

enum { OWNER_NOBODY = 0, OWNER_KERNEL = 0xFFFE, OWNER_SHARED = 0xFFFF };

extern page_use page_uses[SHOWN_PAGES]; // [physical page number]

// page_uses_find()
//    Fills `page_uses`. A contradiction that was not there the last time is logged.
void page_uses_find(void);

#endif
