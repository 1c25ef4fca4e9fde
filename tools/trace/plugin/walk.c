// walk.c: walks page tables in the guest's memory, as the processor does. It trusts nothing there:
// it enters each page only once from the same root, whatever points to it, so that a walk ends.

#include "plugin.h"

#include <stdlib.h>

struct table *tables;
size_t ntables;
struct mapping *mappings;
size_t nmappings;
static size_t room_for_tables, room_for_mappings;

// For each page of memory: its index in `tables`, plus 1; 0: none. And the number of the last root
// from which a walk entered it.
static uint32_t *index_of;
static uint32_t *entered_from;
static uint32_t root_number;

// The page table that is being walked.
static uint64_t root, owner;

static void walk_root(uint64_t address, uint64_t pid);
static const struct trace_mailbox *mailbox(void);

void
walk(void) {
    if (!index_of) {
        index_of = calloc(memory_size / PAGESIZE, sizeof(*index_of));
        entered_from = calloc(memory_size / PAGESIZE, sizeof(*entered_from));
    }
    for (size_t i = 0; i < ntables; ++i) {
        index_of[tables[i].address / PAGESIZE] = 0;
    }
    ntables = nmappings = 0;
    walk_root(settings.kernel_table, 0);
    for (uint64_t pid = 1; pid < TRACE_PROCESSES_MAX; ++pid) {
        const struct trace_process *p = &mailbox()->processes[pid];
        const struct table *known = walk_table(p->pagetable);
        if (p->program && !(known && known->level == PAGETABLE_LEVELS)) {
            walk_root(p->pagetable, pid);
        }
    }
}

static const struct trace_mailbox *
mailbox(void) {
    return memory_at(settings.mailbox, sizeof(struct trace_mailbox));
}

static void walk_from(uint64_t address, int level, uint64_t va, uint64_t allowed);

static void
walk_root(uint64_t address, uint64_t pid) {
    root = address;
    owner = pid;
    root_number += 1;
    walk_from(address, PAGETABLE_LEVELS, 0, PTE_P | PTE_W | PTE_U);
}

static void
add_table(uint64_t address, int level, uint64_t va) {
    if (index_of[address / PAGESIZE]) {
        return; // another page table has it, too, or this one has it twice
    }
    if (ntables == room_for_tables) {
        room_for_tables = room_for_tables ? 2 * room_for_tables : 64;
        tables = realloc(tables, room_for_tables * sizeof(*tables));
    }
    tables[ntables++] = (struct table) {address, va, root, level, owner};
    index_of[address / PAGESIZE] = (uint32_t) ntables;
}

static void
add_mapping(uint64_t page, uint64_t va) {
    if (nmappings == room_for_mappings) {
        room_for_mappings = room_for_mappings ? 2 * room_for_mappings : 1024;
        mappings = realloc(mappings, room_for_mappings * sizeof(*mappings));
    }
    mappings[nmappings++] = (struct mapping) {page, va, owner};
}

static void add_page(uint64_t entry, int level, uint64_t va);

// walk_from(address, level, va, allowed)
//    Walks the page-table page at `address`, which translates addresses from `va` on, and those
//    below it.
static void
walk_from(uint64_t address, int level, uint64_t va, uint64_t allowed) {
    const uint64_t *entries = memory_at(address, PAGESIZE);
    if (!entries || entered_from[address / PAGESIZE] == root_number) {
        return;
    }
    entered_from[address / PAGESIZE] = root_number;
    add_table(address, level, va);
    unsigned shift = 12 + 9 * ((unsigned) level - 1);
    bool half = level == PAGETABLE_LEVELS && owner != 0;
    for (uint64_t i = 0; i < (half ? NPAGETABLEENTRIES / 2 : NPAGETABLEENTRIES); ++i) {
        uint64_t entry = entries[i], start = va + (i << shift);
        if (level == PAGETABLE_LEVELS && i >= NPAGETABLEENTRIES / 2) {
            start |= VA_HIGHSTART;
        }
        if (!(entry & PTE_P)) {
            continue;
        } else if (level == 1 || (level < PAGETABLE_LEVELS && (entry & PTE_PS))) {
            if ((allowed & entry & PTE_U) && start < VA_LOWEND) {
                add_page(entry, level, start);
            }
        } else {
            walk_from(entry & PTE_PAMASK, level - 1, start, allowed & entry);
        }
    }
}

// add_page(entry, level, va)
//    Adds the pages that an entry maps, if the kernel manages them.
static void
add_page(uint64_t entry, int level, uint64_t va) {
    uint64_t n = 1UL << 9 * (level - 1), first = ((entry & PTE_PAMASK) / PAGESIZE) & ~(n - 1);
    for (uint64_t i = 0; i < n && first + i < facts[FACT_PAGES]; ++i) {
        add_mapping(first + i, va + i * PAGESIZE);
    }
}

const struct table *
walk_table(uint64_t address) {
    uint32_t i = address < memory_size && index_of ? index_of[address / PAGESIZE] : 0;
    return i ? &tables[i - 1] : NULL;
}

static bool
has_in_own_memory(const struct trace_process *p, uint64_t va) {
    return p->program && p->start <= va && va < p->end;
}

unsigned
mapping_owners(const struct mapping *mapping) {
    unsigned n = 0;
    for (uint64_t pid = 1; pid < TRACE_PROCESSES_MAX; ++pid) {
        const struct trace_process *p = &mailbox()->processes[pid];
        bool shares_the_kernels = mapping->owner == 0 && p->pagetable == settings.kernel_table;
        n += (mapping->owner == pid || shares_the_kernels) && has_in_own_memory(p, mapping->va);
    }
    return n;
}
