#ifndef WEENSY_PAGE_USES_H
#define WEENSY_PAGE_USES_H

// page-uses.h: finds the owner of each physical page, by walking every page table.

#include "kernel-only.h"
#include "kernel.h"
#include "memory-layout.h"

#define SHOWN_PAGES 512 // the first physical pages, as many as fit the screen

typedef struct page_use {
    uint16_t owner;            // a process's number, or an OWNER_ constant
    bool user;                 // a process can access it
    unsigned references;       // mappings for users, and uses as a page-table page
    page_view view;            // what the kernel says about it
    const char *contradiction; // what is wrong with it, in words; NULL: nothing
} page_use;

enum { OWNER_NOBODY = 0, OWNER_KERNEL = 0xFFFE, OWNER_SHARED = 0xFFFF };

extern page_use page_uses[SHOWN_PAGES]; // [physical page number]

// page_uses_find()
//    Fills `page_uses`. Logs each contradiction that is new since the last call.
void page_uses_find(void);

#endif
