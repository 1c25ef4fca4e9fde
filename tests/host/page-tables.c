// page-tables.c: the hand-made page tables of host tests, by plain recursion and shifts.

#include "test.h"
#include "page-tables.h"
#include "simulated-memory.h"
#include "kernel.h"
#include "pte.h"

uint64_t
entry_size(int level) {
    static const uint64_t sizes[] = {0, 0x1000, 0x200000, 0x40000000, 0x8000000000};
    return sizes[level];
}

static x86_64_pagetable *
new_table_page(void) {
    void *page = kalloc(PAGESIZE);
    assert_non_null(page);
    return host_memset(page, 0, PAGESIZE);
}

x86_64_pagetable *
new_page_table(void) {
    return new_table_page();
}

x86_64_pageentry_t *
table_entry(x86_64_pagetable *pt, uint64_t va, int level) {
    x86_64_pagetable *table = pt;
    for (int above = PAGETABLE_LEVELS; above > level; --above) {
        x86_64_pageentry_t *entry = &table->entry[va / entry_size(above) % NPAGETABLEENTRIES];
        if (!(*entry & PTE_P)) {
            *entry = kptr2pa(new_table_page()) | PTE_PWU;
        }
        table = pa2kptr(*entry & PTE_PAMASK);
    }
    return &table->entry[va / entry_size(level) % NPAGETABLEENTRIES];
}


struct collection {
    table_page *pages;
    int n, max;
};

// collect(c, table, level, va)
//    Adds the page-table pages below `table`, which has `level` and translates from `va` on.
static void
collect(struct collection *c, x86_64_pagetable *table, int level, uint64_t va) {
    for (uint64_t i = 0; i < NPAGETABLEENTRIES && level > 1; ++i) {
        x86_64_pageentry_t entry = table->entry[i];
        if (!(entry & PTE_P) || (level < PAGETABLE_LEVELS && (entry & PTE_PS))) {
            continue;
        }
        uint64_t child_va = va + i * entry_size(level);
        if (level == PAGETABLE_LEVELS && i >= NPAGETABLEENTRIES / 2) {
            child_va |= VA_HIGHSTART;
        }
        collect(c, pa2kptr(entry & PTE_PAMASK), level - 1, child_va);
        assert_in_range(c->n, 0, c->max - 1);
        c->pages[c->n++] = (table_page) {entry & PTE_PAMASK, child_va, level - 1};
    }
}

int
collect_table_pages(x86_64_pagetable *pt, table_page *pages, int max) {
    struct collection c = {pages, 0, max};
    collect(&c, pt, PAGETABLE_LEVELS, 0);
    return c.n;
}

void
free_page_tables(x86_64_pagetable *pt) {
    table_page pages[SIMULATED_MEMORY_PAGES];
    int n = collect_table_pages(pt, pages, SIMULATED_MEMORY_PAGES);
    for (int i = 0; i < n; ++i) {
        kfree(pa2kptr(pages[i].pa));
    }
    kfree(pt);
}
