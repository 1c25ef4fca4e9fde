// vmiter-operations.c: an iterator, the model of its page table, and the operations on both.

#include "vmiter-operations.h"
#include "vmiter-expect.h"
#include "page-tables.h"
#include "page-table-model.h"
#include "simulated-memory.h"
#include "errors.h"
#include "kernel.h"
#include "ptiter.h"

static uint64_t (*choose_below)(uint64_t n);
static x86_64_pagetable *pt;
static model m;
static vmiter it;
static bool is_done; // what the model knows of the iterator: is it done, and if not,
static uint64_t va;  // where is it

static const char *run; // for messages
static unsigned long operation;
static const char *doing = "";

// The choices

static uint64_t
below(uint64_t n) {
    return choose_below(n);
}

static uint64_t
any_number(void) {
    return choose_below(0);
}

// An address near one where something changes, mostly the start of a page. There are so few
// different ones that operations meet.
static uint64_t
some_va(void) {
    static const uint64_t edges[] = {
        0,
        0x200000,
        0x40000000,
        0x8000000000,
        0x12345678000,
        VA_LOWEND - 0x1000,
        VA_LOWEND,
        0x7FFFFFFFFFFFF000,
        VA_HIGHSTART,
        VA_HIGHSTART + 0x40000000,
        0xFFFFFFFF80000000,
        VA_LAST - 0xFFF,
    };
    uint64_t chosen = edges[below(ARRAY_SIZE(edges))];
    chosen += (below(7) - 3) * entry_size((int) below(4) + 1);
    chosen += below(4) == 0 ? (below(7) - 3) * PAGESIZE : 0;
    return below(8) == 0 ? chosen + below(PAGESIZE) : chosen;
}

static uint64_t
some_size(void) {
    switch (below(6)) {
    case 0: return below(3);
    case 1: return below(4 * PAGESIZE);
    case 2: return vmiter_range_size(&it) + below(3) - 1;
    case 3: return below(8) * entry_size((int) below(4) + 1);
    case 4: return 0 - va + below(3) - 1; // about as much as is left
    default: return any_number() >> below(64);
    }
}

static uint64_t
some_perm(void) {
    const uint64_t bits = PTE_W | PTE_U | PTE_A | PTE_D | PTE_OS1 | PTE_OS2 | PTE_OS3 | PTE_XD;
    return PTE_P | (any_number() & bits);
}

// The comparison

static void
expect(const char *what, uint64_t expected, uint64_t seen) {
    if (expected != seen) {
        fail_msg("%s: operation %lu, %s, at va %#lx: %s: expected %#lx, saw %#lx", run, operation,
                 doing, va, what, expected, seen);
    }
}

static void
expect_agreement(void) {
    expect("done", is_done, vmiter_done(&it));
    if (is_done) {
        expect_done(&it);
        return;
    }
    model_view view = model_look(&m, va);
    expect("va", va, vmiter_va(&it));
    expect("low", va < VA_LOWEND, vmiter_low(&it));
    expect("last_va", view.last_va, vmiter_last_va(&it));
    expect("range_size", view.last_va - va + 1, vmiter_range_size(&it));
    expect("pa", view.pa, vmiter_pa(&it));
    expect("perm", view.perm, vmiter_perm(&it));
    expect("present", (view.perm & PTE_P) != 0, vmiter_present(&it));
    expect("writable", (view.perm & PTE_W) != 0, vmiter_writable(&it));
    expect("user", (view.perm & PTE_U) != 0, vmiter_user(&it));
    uint64_t perm = below(2) ? some_perm() : 0;
    expect("allows", view.perm != 0 && (view.perm & perm) == perm, vmiter_allows(&it, perm));
}

static int
compare_by_last_address(const void *x, const void *y) {
    const model_entry *a = x, *b = y;
    uint64_t a_last = a->va + (entry_size(a->level) - 1),
             b_last = b->va + (entry_size(b->level) - 1);
    return a_last != b_last ? (a_last > b_last ? 1 : -1) : a->level - b->level;
}

// expect_same_table_pages()
//    A ptiter visits the pages that the model's entries lead to, each once, children first.
static void
expect_same_table_pages(void) {
    static model_entry leading[MODEL_MAX]; // to page-table pages
    int n = 0;
    for (int i = 0; i < m.n; ++i) {
        if (!m.entries[i].maps) {
            leading[n++] = m.entries[i];
        }
    }
    qsort(leading, n, sizeof(leading[0]), compare_by_last_address);

    ptiter pages = ptiter_make(pt);
    for (int i = 0; i < n; ++i, ptiter_next(&pages)) {
        expect("page-table pages done", false, ptiter_done(&pages));
        expect("page-table page's va", leading[i].va, ptiter_va(&pages));
        expect("page-table page's level", leading[i].level - 1, ptiter_level(&pages));
        expect("page-table page's last va", leading[i].va + (entry_size(leading[i].level) - 1),
               ptiter_last_va(&pages));
        expect("page-table page's half", leading[i].va < VA_LOWEND, ptiter_low(&pages));
        x86_64_pageentry_t entry = *table_entry(pt, leading[i].va, leading[i].level);
        expect("page-table page's pa", entry & PTE_PAMASK, ptiter_pa(&pages));
    }
    expect("page-table pages done", true, ptiter_done(&pages));
}

static void
expect_same_mappings(void) {
    vmiter all = vmiter_make(pt, 0);
    uint64_t at = 0;
    bool more = true;
    while (more) {
        model_view view = model_look(&m, at);
        expect("va, walking", at, vmiter_va(&all));
        expect("pa, walking", view.pa, vmiter_pa(&all));
        expect("perm, walking", view.perm, vmiter_perm(&all));
        more = model_next(&m, at, &at);
        vmiter_next(&all);
    }
    expect("done, walking", true, vmiter_done(&all));
    expect("pages in use", model_table_pages(&m), memory_pages_in_use());
    expect_same_table_pages();
}

// The operations

void
vmiter_operations_end(void) {
    doing = "end";
    expect_same_mappings();
    for (ptiter pages = ptiter_make(pt); !ptiter_done(&pages); ptiter_next(&pages)) {
        kfree(ptiter_kptr(&pages));
    }
    kfree(pt);
    expect("pages in use", 0, memory_pages_in_use());
}

void
vmiter_operations_start(const char *name, uint64_t (*choose)(uint64_t n)) {
    run = name;
    choose_below = choose;
    operation = 0;
    doing = "start";
    memory_reset();
    pt = new_page_table();
    m.n = 0;
    is_done = false;
    va = some_va();
    it = vmiter_make(pt, va);
}

static void
find(void) {
    doing = "find";
    va = some_va();
    is_done = false;
    vmiter_find(&it, va);
}

static void
next(void) {
    doing = "next";
    is_done = is_done || !model_next(&m, va, &va);
    vmiter_next(&it);
}

static void
next_range(void) {
    doing = "next_range";
    uint64_t last = model_look(&m, va).last_va;
    is_done = is_done || last == VA_LAST;
    va = last + 1;
    vmiter_next_range(&it);
}

static void
advance(void) {
    doing = "advance";
    uint64_t delta = some_size();
    is_done = is_done || delta > VA_LAST - va;
    va += delta;
    vmiter_advance(&it, delta);
}

static void
ask_about_a_range(void) {
    doing = "range";
    uint64_t sz = some_size(), perm = below(2) ? some_perm() : 0;
    uint64_t range_perm = is_done ? 0 : model_range_perm(&m, va, sz);
    expect("range_perm", range_perm, vmiter_range_perm(&it, sz));
    bool allowed = sz == 0 || (range_perm != 0 && (range_perm & perm) == perm);
    expect("range_allows", allowed, vmiter_range_allows(&it, sz, perm));
}

static bool
can_change_here(void) {
    model_view view = model_look(&m, va);
    bool in_large_page = view.perm != 0 && view.level > 1;
    return !is_done && va % PAGESIZE == 0 && view.level != 0 && !in_large_page;
}

// malform(pa, perm)
//    Changes one of them so that vmiter_try_map must refuse the mapping.
static void
malform(uint64_t *pa, uint64_t *perm) {
    switch (below(4)) {
    case 0: *pa += 1 + below(PAGESIZE - 1); break;
    case 1: *pa |= 1UL << (PHYSICAL_ADDRESS_BITS + below(12)); break;
    case 2: *perm = (*perm & ~PTE_P) | PTE_W; break;
    default: *perm |= below(2) ? PTE_PS : 0x8; break;
    }
}

static void
map(void) {
    doing = "map";
    uint64_t pa = below(1UL << 40) * PAGESIZE, perm = some_perm();
    bool malformed = below(16) == 0;
    if (malformed) {
        malform(&pa, &perm);
    }
    bool was_mapped = model_look(&m, va).perm != 0;
    int missing = model_look(&m, va).level - 1;       // page-table pages
    int failing = below(3) == 0 ? (int) below(4) : 0; // call of kalloc
    bool no_memory = (failing != 0 && failing <= missing)
                     || missing > (int) (SIMULATED_MEMORY_PAGES - memory_pages_in_use());
    int expected = malformed || !can_change_here() ? E_INVAL : no_memory ? E_NOMEM : 0;

    kalloc_fail_at((unsigned) failing);
    tlb_forget_invalidations();
    expect("result", (uint64_t) expected, (uint64_t) vmiter_try_map(&it, pa, perm));
    kalloc_fail_at(0);
    if (expected == 0) {
        model_put(&m, va, 1, pa, perm);
        expect("invalidated", was_mapped, was_mapped && tlb_was_invalidated(va));
    } else if (expected == E_NOMEM || below(16) == 0) { // a walk after each refusal would be slow
        expect_same_mappings();
    }
}

static void
unmap(void) {
    doing = "unmap";
    bool valid = can_change_here(), was_mapped = !is_done && model_look(&m, va).perm != 0;
    unsigned calls = kalloc_calls();
    tlb_forget_invalidations();
    int expected = valid ? 0 : E_INVAL;
    expect("result", (uint64_t) expected, (uint64_t) vmiter_try_map(&it, some_size(), 0));
    expect("allocations", calls, kalloc_calls());
    if (valid) {
        model_remove(&m, va);
        expect("invalidated", was_mapped, was_mapped && tlb_was_invalidated(va));
    }
}

// look_again()
//    Does what an iterator needs after something else has changed its table.
static void
look_again(void) {
    if (!is_done) {
        vmiter_find(&it, va);
    }
}

static void
write_large_page(void) {
    doing = "large page by hand";
    int level = 2 + (int) below(2);
    model_view view = model_look(&m, va);
    if (is_done || view.perm != 0 || view.level < level
        || memory_pages_in_use() + 2 > SIMULATED_MEMORY_PAGES) {
        return;
    }
    uint64_t pa = below(1UL << 22) * entry_size(3), perm = some_perm() | PTE_PS;
    *table_entry(pt, va, level) = pa | perm;
    model_put(&m, va, level, pa, perm);
    look_again();
}

static void
remove_large_page(void) {
    doing = "removal of a large page by hand";
    model_view view = model_look(&m, va);
    if (!is_done && view.perm != 0 && view.level > 1) {
        *table_entry(pt, va, view.level) = 0;
        model_remove(&m, va);
        look_again();
    }
}

static void
change_upper_permissions(void) {
    doing = "permissions of an upper level by hand";
    int level = 2 + (int) below(3);
    model_entry *e = is_done ? NULL : model_find(&m, va, level);
    if (e != NULL && !e->maps) {
        uint64_t perm = below(3) ? PTE_PWU : some_perm();
        x86_64_pageentry_t *entry = table_entry(pt, va, level);
        *entry = (*entry & PTE_PAMASK) | perm;
        e->perm = perm;
        look_again();
    }
}

void
vmiter_operation(void) {
    static void (*const operations[])(void) = {
        find,
        find,
        find,
        next,
        next_range,
        advance,
        ask_about_a_range,
        ask_about_a_range,
        map,
        map,
        map,
        map,
        unmap,
        write_large_page,
        remove_large_page,
        change_upper_permissions,
    };
    ++operation;
    operations[below(ARRAY_SIZE(operations))]();
    expect_agreement();
}
