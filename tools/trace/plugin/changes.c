// changes.c: what the kernel's stores have changed. `model` has the page-table pages, with all
// their entries, and the reference counts, as the record has them so far. At each notice it applies
// the stores, in their order, so that the model becomes what memory has. If a difference is left,
// something other than the kernel made it, and the record has it without a place.
//
// The kernel may store a page's entries before it uses the page as a page-table page. So all stores
// to a page-table page count, from its last allocation on, if that was after the last notice.

#include "plugin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct told {
    struct table table;
    uint64_t entries[NPAGETABLEENTRIES];
};

static struct told **model;  // [page]: NULL if it is not a page-table page
static uint64_t *told_pages; // the pages that are page-table pages
static size_t ntold;
static uint64_t *model_counts;  // [page]
static size_t *allocated_since; // [page]: index in `stores`, plus 1; 0: not since the last notice
static uint64_t model_log;      // how many bytes of the log the record has

static void
make_model(void) {
    if (!model) {
        model = calloc(memory_size / PAGESIZE, sizeof(*model));
        told_pages = calloc(memory_size / PAGESIZE, sizeof(*told_pages));
        allocated_since = calloc(memory_size / PAGESIZE, sizeof(*allocated_since));
        model_counts = calloc(facts[FACT_PAGES], sizeof(*model_counts));
    }
}

uint64_t
count_of(uint64_t page) {
    make_model();
    return page < facts[FACT_PAGES] ? model_counts[page] : 0;
}

bool
changes_matter(void) {
    make_model();
    for (size_t i = 0; i < nstores; ++i) {
        const struct store *s = &stores[i];
        if (s->kind == STORE_COUNT || (s->kind == STORE_WORD && model[s->where / PAGESIZE])) {
            return true;
        }
    }
    return false;
}

static void note_allocations(bool forget);
static void drop_moved_tables(void);
static void tell_store(size_t i);
static void drop_lost_tables(void);
static void tell_rest(const struct table *table);

void
changes_tell(void) {
    make_model();
    note_allocations(false);
    drop_moved_tables();
    for (size_t i = 0; i < nstores; ++i) {
        tell_store(i);
    }
    drop_lost_tables();
    for (size_t i = 0; i < ntables; ++i) {
        tell_rest(&tables[i]);
    }
    note_allocations(true);
}

static void
note_allocations(bool forget) {
    for (size_t i = 0; i < nstores; ++i) {
        const struct store *s = &stores[i];
        if (s->kind == STORE_COUNT && s->old == 0) {
            allocated_since[s->where] = forget ? 0 : i + 1;
        }
    }
}

// same(a, b)
//    Are `a` and `b`, which may be NULL, the same page-table page at the same place?
static bool
same(const struct table *a, const struct table *b) {
    return b && a->level == b->level && a->va == b->va && a->root == b->root;
}

static void
drop_table(uint64_t page) {
    record_event("untable %lx", page * PAGESIZE);
    free(model[page]);
    model[page] = NULL;
    for (size_t i = 0; i < ntold; ++i) {
        if (told_pages[i] == page) {
            told_pages[i] = told_pages[--ntold];
            return;
        }
    }
}

// drop_moved_tables()
//    Drops the page-table pages that are now at another place, in their page table or in another
//    one. They begin anew.
static void
drop_moved_tables(void) {
    for (size_t i = ntold; i-- > 0;) {
        uint64_t page = told_pages[i];
        const struct table *now = walk_table(page * PAGESIZE);
        if (now && !same(&model[page]->table, now) && !allocated_since[page]) {
            drop_table(page);
        }
    }
}

static void
drop_lost_tables(void) {
    for (size_t i = ntold; i-- > 0;) {
        uint64_t page = told_pages[i];
        if (!same(&model[page]->table, walk_table(page * PAGESIZE))) {
            drop_table(page);
        }
    }
}

static void
add_table(const struct table *table) {
    uint64_t page = table->address / PAGESIZE;
    model[page] = calloc(1, sizeof(**model));
    if (!model[page]) {
        fail("no memory for page tables");
    }
    model[page]->table = *table;
    told_pages[ntold++] = page;
    record_event("table %lx %d %lx %lx", table->address, table->level, table->va, table->root);
}

static void tell_count(const struct store *s);
static void tell_entry(struct told *told, size_t index, uint64_t new, uint32_t chain);
static void tell_log(uint64_t size);

static void
tell_store(size_t i) {
    const struct store *s = &stores[i];
    if (s->kind == STORE_COUNT) {
        tell_count(s);
        return;
    } else if (s->kind == STORE_LOG) {
        tell_log(s->new);
        return;
    }
    uint64_t page = s->where / PAGESIZE;
    const struct table *now = walk_table(s->where);
    if (!model[page] && now && i >= allocated_since[page]) {
        add_table(now);
    }
    if (model[page]) {
        tell_entry(model[page], s->where % PAGESIZE / 8, s->new, s->chain);
    }
}

// tell_count(s)
//    Records a new reference count. A page that is freed is no longer a page-table page, unless a
//    page table still uses it; when it is allocated again, it begins anew.
static void
tell_count(const struct store *s) {
    if (s->new == model_counts[s->where]) {
        return;
    }
    record_event("count %lx %lx %lx %x", s->where, model_counts[s->where], s->new, s->chain);
    model_counts[s->where] = s->new;
    const struct told *told = model[s->where];
    bool lost = told && !same(&told->table, walk_table(s->where * PAGESIZE));
    if (told && (s->new == 0 ? lost : s->old == 0)) {
        drop_table(s->where);
    }
}

static void
tell_entry(struct told *told, size_t index, uint64_t new, uint32_t chain) {
    new &= ~(PTE_A | PTE_D);
    uint64_t old = told->entries[index];
    if (old != new) {
        record_event("entry %lx %lx %lx %lx %x", told->table.address, index, old, new, chain);
        told->entries[index] = new;
    }
}

static void
tell_log(uint64_t size) {
    if (size > model_log) {
        model_log = size;
        record_event("log %lx", size);
    }
}

void
changes_tell_counts(void) {
    for (uint64_t page = 0; page < facts[FACT_PAGES] && settings.counts; ++page) {
        struct store rest = {STORE_COUNT, 0, page, count_of(page), counts_read(page)};
        if (rest.old != rest.new) {
            record("missed");
            tell_count(&rest);
        }
    }
}

void
changes_tell_log(void) {
    for (size_t i = 0; i < nstores; ++i) {
        if (stores[i].kind == STORE_LOG) {
            tell_log(stores[i].new);
        }
    }
}

// tell_rest(table)
//    Records the entries that no store since the last notice explains. In a new page-table page
//    they are older; in another one, something other than the kernel stored them.
static void
tell_rest(const struct table *table) {
    struct told *told = model[table->address / PAGESIZE];
    bool is_new = !told;
    if (is_new) {
        add_table(table);
        told = model[table->address / PAGESIZE];
    }
    const uint64_t *entries = memory_at(table->address, PAGESIZE);
    for (size_t i = 0; i < NPAGETABLEENTRIES; ++i) {
        if ((entries[i] ^ told->entries[i]) & ~(PTE_A | PTE_D)) {
            uint32_t chain = stores_last_chain(table->address + 8 * i);
            if (!is_new) {
                record("missed");
            }
            tell_entry(told, i, entries[i], is_new ? chain : 0);
        }
    }
}
