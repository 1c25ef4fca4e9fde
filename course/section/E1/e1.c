// e1.c: exercise E1. Calls copy_mappings with several page tables, one by one. For each, it logs
// whether the copy has page-table pages of its own, and which pages it maps differently from the
// original. A twin of each original, which the student's code never sees, keeps what was in it.

#include "check-kernel.h"
#include "exercises.h"
#include "memory-watch.h"
#include "report.h"
#include "ptiter.h"
#include "tables.h"
#include "vm/check.h"

static void build_process(x86_64_pagetable *pt);
static void build_permissions(x86_64_pagetable *pt);
static void build_restricted(x86_64_pagetable *pt);
static void build_beyond(x86_64_pagetable *pt);
static void build_full(x86_64_pagetable *pt);
static void build_scattered(x86_64_pagetable *pt);
static void build_nothing(x86_64_pagetable *pt);

static const struct {
    const char *name;
    void (*build)(x86_64_pagetable *pt);
} tables[] = {
    {"process", build_process},
    {"permissions", build_permissions},
    {"restricted", build_restricted},
    {"beyond", build_beyond},
    {"full", build_full},
    {"scattered", build_scattered},
    {"nothing", build_nothing},
};

enum { NTABLES = ARRAY_SIZE(tables) };

static struct copy { x86_64_pagetable *src, *dst, *twin; } copies[NTABLES];

static bool check_tables(int n);
static bool check_mappings(const struct copy *copy);
static bool check_memory(const struct copy *copy);

void
run_check(void) {
    start_watch();
    for (int n = 0; n < NTABLES; ++n) {
        struct copy *copy = &copies[n];
        *copy = (struct copy) {new_page(), new_page(), new_page()};
        tables[n].build(copy->src);
        tables[n].build(copy->twin);
        report_line("table %s", tables[n].name);
        watch_memory();
        copy_mappings(copy->dst, copy->src);
        if (!check_tables(n) || !check_mappings(copy) || !check_memory(copy)) {
            return;
        }
    }
    for (int n = 0; n < NTABLES; ++n) { // is each copy still right, after the others were made?
        report_line("later %s", tables[n].name);
        if (!check_mappings(&copies[n])) {
            return;
        }
    }
}


// The page tables

static void
build_process(x86_64_pagetable *pt) {
    for (uint64_t va = PAGESIZE; va < 0xA000; va += PAGESIZE) {
        map_page(pt, va, va, PTE_W);
    }
    map_page(pt, CONSOLE_ADDR, CONSOLE_ADDR, PTE_W | PTE_U);
    for (int i = 0; i < 4; ++i) {
        uint64_t va = PROC_START_ADDR + (uint64_t) i * PAGESIZE;
        map_page(pt, va, 0x31000 - (uint64_t) i * 2 * PAGESIZE, PTE_W | PTE_U | PTE_A | PTE_D);
    }
    map_page(pt, MEMSIZE_VIRTUAL - PAGESIZE, 0x23000, PTE_W | PTE_U);
}

// build_permissions(pt)
//    Every combination of permissions, side by side, on neighbouring physical pages; page 0 is the
//    first.
static void
build_permissions(x86_64_pagetable *pt) {
    static const uint64_t starts[] = {0, PROC_START_ADDR - 2 * PAGESIZE, 0x1FC000};
    for (unsigned i = 0; i < ARRAY_SIZE(starts); ++i) {
        for (unsigned bits = 0; bits < 8; ++bits) {
            uint64_t perm =
                (bits & 1 ? PTE_W : 0) | (bits & 2 ? PTE_U : 0) | (bits & 4 ? PTE_XD : 0);
            map_page(pt, starts[i] + bits * PAGESIZE, 0x400000 + bits * PAGESIZE, perm);
        }
    }
}

// build_restricted(pt)
//    Upper levels take permissions away: PTE_W from all, and from the last MiB, PTE_U.
static void
build_restricted(x86_64_pagetable *pt) {
    for (uint64_t va = 0x1F0000; va < 0x210000; va += 2 * PAGESIZE) {
        map_page(pt, va, va ^ 0x200000, PTE_W | PTE_U);
    }
    *entry_at(pt, 0, 4) &= ~PTE_W;
    *entry_at(pt, 0x200000, 2) &= ~PTE_U;
    *entry_at(pt, 0x200000, 2) |= PTE_XD;
}

static void
build_beyond(x86_64_pagetable *pt) {
    static const uint64_t addresses[] = {
        PROC_START_ADDR,
        MEMSIZE_VIRTUAL - PAGESIZE,
        MEMSIZE_VIRTUAL,
        MEMSIZE_VIRTUAL + PAGESIZE,
        0x40000000,
        VA_LOWEND - PAGESIZE,
        VA_HIGHSTART,
        VA_HIGHSTART + PROC_START_ADDR,
        VA_LAST - (PAGESIZE - 1),
    };
    for (unsigned i = 0; i < ARRAY_SIZE(addresses); ++i) {
        map_page(pt, addresses[i], 0x10000 + i * PAGESIZE, PTE_W | PTE_U);
    }
}

// build_full(pt)
//    No holes; physical pages in disorder, some above 4 GiB, 0 among them, many mapped twice.
static void
build_full(x86_64_pagetable *pt) {
    for (uint64_t page = 0; page < MEMSIZE_VIRTUAL / PAGESIZE; ++page) {
        uint64_t mix = page * 2654435761 >> 7;
        uint64_t perm = (mix & 1 ? PTE_W : 0) | (mix & 2 ? PTE_U : 0) | (mix & 4 ? PTE_XD : 0);
        uint64_t high = page % 16 == 5 ? 0x3500000000 : 0;
        map_page(pt, page * PAGESIZE, high + page * 37 % 512 * PAGESIZE, perm);
    }
}

// build_scattered()
//    Single pages and runs of pages, with holes of all lengths between them.
static void
build_scattered(x86_64_pagetable *pt) {
    uint64_t va = 0;
    for (uint64_t n = 1; va < MEMSIZE_VIRTUAL; ++n) {
        for (uint64_t i = 0; i <= n % 4 && va < MEMSIZE_VIRTUAL; ++i, va += PAGESIZE) {
            map_page(pt, va, 0x500000 - va, n % 3 == 0 ? PTE_U : PTE_W | PTE_U);
        }
        va += n * PAGESIZE;
    }
}

static void
build_nothing(x86_64_pagetable *pt) {
    (void) pt;
}


// The owners of page-table pages: an entry for each page of kalloc's.

enum { NOBODY = 0, OURS = 1, FIRST_COPY = 2 };
static int owners[NRECORDS];

static bool own_table(uint64_t pa, int level, uint64_t va, int owner);
static void own_original(x86_64_pagetable *pt);
static void show_sharing(const struct copy *copy, uint64_t va);

// check_tables(n)
//    Are all page-table pages of copy `n` its own? If so, it is safe to walk through them.
static bool
check_tables(int n) {
    const struct copy *copy = &copies[n];
    own_original(copy->src);
    own_original(copy->twin);
    return own_table(kptr2pa(copy->dst), PAGETABLE_LEVELS, 0, FIRST_COPY + n);
}

static int *
owner_of(uint64_t pa) {
    page_record *record = page_record_of(pa);
    return record != NULL && record->state == RECORD_ALLOCATED ? &owners[record - page_records]
                                                               : NULL;
}

// own_table(pa, level, va, owner)
//    Makes the page-table page at `pa`, and those below it, `owner`'s. It starts at address `va`.
//    Returns false, and logs the page, at the first that is not from kalloc or has an owner
//    already.
static bool
own_table(uint64_t pa, int level, uint64_t va, int owner) {
    int *its = owner_of(pa);
    if (its == NULL || *its != NOBODY) {
        const char *whose = its == NULL     ? "nobody"
                            : *its == OURS  ? "src"
                            : *its == owner ? "dst"
                                            : "other";
        report_line("foreign %#lx %d %#lx %s", pa, level, va, whose);
        if (its != NULL && *its == OURS) {
            show_sharing(&copies[owner - FIRST_COPY], va);
        }
        return false;
    }
    *its = owner;
    const x86_64_pagetable *table = pa2kptr(pa);
    for (unsigned i = 0; level > 1 && i < NPAGETABLEENTRIES; ++i) {
        x86_64_pageentry_t entry = table->entry[i];
        if ((entry & PTE_P) && !entry_is_large(entry, level)
            && !own_table(entry & PTE_PAMASK, level - 1, va + i * level_size(level), owner)) {
            return false;
        }
    }
    return true;
}

static void
own_original(x86_64_pagetable *pt) {
    *owner_of(kptr2pa(pt)) = OURS;
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        *owner_of(ptiter_pa(&it)) = OURS;
    }
}

// show_sharing(copy, va)
//    Both tables have the page-table page that starts at `va`: what happens in `src` to its first
//    page if the check unmaps that in `dst`?
static void
show_sharing(const struct copy *copy, uint64_t va) {
    vmiter it = vmiter_make(copy->src, va);
    if (!vmiter_present(&it)) {
        vmiter_next(&it);
    }
    va = vmiter_va(&it);
    vmiter_map(vmiter_at(copy->dst, va), (uint64_t) -1, 0);
    if (!vmiter_present(vmiter_at(copy->src, va))) {
        report_line("unmapped %#lx", va);
    }
}


// Which pages are mapped differently?

static bool check_range(x86_64_pagetable *pt, x86_64_pagetable *twin);
static uint64_t first_mapped(x86_64_pagetable *pt, uint64_t start);
static void log_difference(const char *word, const vmiter *seen, const vmiter *expected);
static bool is_same(const vmiter *a, const vmiter *b);

static bool
check_mappings(const struct copy *copy) {
    uint64_t va = pagetable_first_difference(copy->src, copy->twin, 0, VA_LAST);
    if (va != VA_LAST) {
        log_difference("src", vmiter_at(copy->src, va), vmiter_at(copy->twin, va));
        return false;
    }
    bool right = check_range(copy->dst, copy->twin);
    vmiter it = vmiter_make(copy->dst, first_mapped(copy->dst, MEMSIZE_VIRTUAL));
    if (vmiter_present(&it)) {
        log_difference("beyond", &it, vmiter_at(copy->twin, VA_LOWEND)); // not mapped
        return false;
    }
    return right;
}

// check_range(pt, twin)
//    Logs the first pages of [0, MEMSIZE_VIRTUAL) that differ, and their number.
static bool
check_range(x86_64_pagetable *pt, x86_64_pagetable *twin) {
    enum { SHOWN = 6 };
    int n = 0;
    for (uint64_t va = 0; va < MEMSIZE_VIRTUAL; va += PAGESIZE) {
        vmiter seen = vmiter_make(pt, va), expected = vmiter_make(twin, va);
        if (!is_same(&seen, &expected) && ++n <= SHOWN) {
            log_difference("differs", &seen, &expected);
        }
    }
    if (n > 0) {
        report_line("count %d", n);
    }
    return n == 0;
}

// first_mapped(pt, start)
//    The first mapped address from `start` on; a non-canonical one if there is none.
static uint64_t
first_mapped(x86_64_pagetable *pt, uint64_t start) {
    vmiter it = vmiter_make(pt, start);
    if (!vmiter_present(&it)) {
        vmiter_next(&it);
    }
    return vmiter_present(&it) ? vmiter_va(&it) : VA_LOWEND;
}

// permissions(it)
//    The permissions that count here.
static uint64_t
permissions(const vmiter *it) {
    return vmiter_perm(it) & (PTE_P | PTE_W | PTE_U | PTE_XD);
}

static bool
is_same(const vmiter *a, const vmiter *b) {
    return vmiter_pa(a) == vmiter_pa(b) && permissions(a) == permissions(b);
}

static void
log_difference(const char *word, const vmiter *seen, const vmiter *expected) {
    report_line("%s %#lx %#lx %#lx %#lx %#lx", word, vmiter_va(seen), vmiter_pa(seen),
                permissions(seen), vmiter_pa(expected), permissions(expected));
}


// check_memory(copy)
//    Did the call change only `dst`, and does it keep no page that `dst` does not need?
static bool
check_memory(const struct copy *copy) {
    for_each_watched_page(pa) {
        if (has_changed(pa) && pa != kptr2pa(copy->dst)) {
            report_line("changed %#lx", pa);
            return false;
        } else if (is_kept(pa) && *owner_of(pa) == NOBODY) {
            report_line("kept %#lx", pa);
            return false;
        }
    }
    return true;
}
