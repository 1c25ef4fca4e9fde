#ifndef WEENSY_PAGE_TABLE_MODEL_H
#define WEENSY_PAGE_TABLE_MODEL_H

// page-table-model.h: what a page table should translate, as plainly as possible: an unordered list
// of present entries of any level, each with the addresses that it covers. An address is mapped if
// an entry that maps a page covers it. Every entry that covers it restricts the permissions.

#include "x86-64.h"

#define MODEL_MAX 500

typedef struct model_entry {
    uint64_t va; // lowest address covered
    int level;
    bool maps;   // maps a page; otherwise leads to a page-table page
    uint64_t pa; // of that page
    uint64_t perm;
} model_entry;

typedef struct model {
    model_entry entries[MODEL_MAX];
    int n;
} model;

// Everything to know about an address.
typedef struct model_view {
    uint64_t pa, perm;          // (uint64_t) -1 and 0 if it is not mapped
    uint64_t first_va, last_va; // the range around it
    int level;                  // of the deciding entry, present or absent; 0: non-canonical
} model_view;

model_view model_look(const model *m, uint64_t va);

// model_next(m, va, next)
//    Stores the start of the first page that starts after `va`; false if there is none.
bool model_next(const model *m, uint64_t va, uint64_t *next);

// model_range_perm(m, va, sz)
//    What vmiter_range_perm should return.
uint64_t model_range_perm(const model *m, uint64_t va, uint64_t sz);

// model_find(m, va, level)
//    The present entry of `level` that covers `va`, or NULL.
model_entry *model_find(model *m, uint64_t va, int level);

// model_put(m, va, level, pa, perm)
//    Maps the page of `level` around `va`, adding missing page-table pages, or replaces it.
void model_put(model *m, uint64_t va, int level, uint64_t pa, uint64_t perm);

// model_remove(m, va)
//    Unmaps the page at `va`, if there is one. Page-table pages stay.
void model_remove(model *m, uint64_t va);

// model_table_pages(m)
//    The number of page-table pages, root included.
unsigned model_table_pages(const model *m);

#endif
