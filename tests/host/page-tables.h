#ifndef WEENSY_PAGE_TABLES_H
#define WEENSY_PAGE_TABLES_H

// page-tables.h: page tables made and read by hand in the simulated memory, without the iterators
// under test. What these functions know of page tables comes from the SDM, vol. 3A, 4.5, not from
// kernel/vm.

#include "x86-64.h"

#define PTE_PWU (PTE_P | PTE_W | PTE_U)

// entry_size(level)
//    Bytes of virtual memory that one entry of `level` translates.
uint64_t entry_size(int level);

// new_page_table()
//    An empty root. Fails the test if there is no page for it.
x86_64_pagetable *new_page_table(void);

// table_entry(pt, va, level)
//    A pointer to the entry of `level` on the way to `va`. Adds missing page-table pages on that
//    way, with all permissions; fails the test if there is no page for one.
x86_64_pageentry_t *table_entry(x86_64_pagetable *pt, uint64_t va, int level);

// A page-table page other than the root.
typedef struct table_page {
    uint64_t pa;
    uint64_t va; // lowest address that it translates
    int level;
} table_page;

// collect_table_pages(pt, pages, max)
//    Stores the page-table pages of `pt` except the root, children before parents, by rising
//    address. Returns their number; fails the test if there are more than `max`.
int collect_table_pages(x86_64_pagetable *pt, table_page *pages, int max);

// free_page_tables(pt)
//    Frees all page-table pages, including the root.
void free_page_tables(x86_64_pagetable *pt);

#endif
