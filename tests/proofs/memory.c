// memory.c: the arbitrary memory and its list of changes, for the code under proof.

#include "memory.h"
#include "kernel.h"
#include "pte.h"

// Not initialized on purpose: with --nondet-static the content of static objects is arbitrary.
static uint64_t contents[__CPROVER_constant_infinity_uint];

x86_64_pagetable root;
uint64_t root_pa;

static unsigned char new_page[NEW_PAGES][PAGESIZE];
uint64_t new_page_pa[NEW_PAGES];
unsigned kalloc_calls, kalloc_failures, kfree_calls;

static bool is_zeroed[NEW_PAGES];

static struct { uint64_t pa, entry; } write[WRITES];
unsigned memory_writes;

static bool was_invalidated;
static uint64_t invalidated_va;

void
machine_start(void) {
    kalloc_calls = kalloc_failures = kfree_calls = memory_writes = 0;
    was_invalidated = false;
    assume(root_pa % PAGESIZE == 0 && root_pa >> 52 == 0);
    for (int i = 0; i < NEW_PAGES; ++i) {
        assume(new_page_pa[i] % PAGESIZE == 0 && new_page_pa[i] >> 52 == 0);
        is_zeroed[i] = false;
    }
}

uint64_t
memory_read(uint64_t pa, unsigned when) {
    uint64_t value = contents[pa / sizeof(uint64_t)];
    if (when == BEFORE) {
        return value;
    }
    for (unsigned i = 0; i < NEW_PAGES; ++i) {
        if (is_zeroed[i] && pa / PAGESIZE == new_page_pa[i] / PAGESIZE) {
            value = 0;
        }
    }
    for (unsigned i = 0; i < WRITES; ++i) {
        if (i < memory_writes && pa == write[i].pa) {
            value = write[i].entry;
        }
    }
    return value;
}

x86_64_pageentry_t
pte_read(uint64_t pa) {
    __CPROVER_assert(pa % sizeof(uint64_t) == 0 && pa >> 52 == 0, "pte_read: an entry's address");
    return memory_read(pa, NOW);
}

void
pte_write(uint64_t pa, x86_64_pageentry_t entry) {
    __CPROVER_assert(pa % sizeof(uint64_t) == 0 && pa >> 52 == 0, "pte_write: an entry's address");
    __CPROVER_assert(memory_writes < WRITES, "no more than four writes");
    write[memory_writes].pa = pa;
    write[memory_writes].entry = entry;
    ++memory_writes;
}

void
tlb_invalidate(uint64_t va) {
    was_invalidated = true;
    invalidated_va = va;
}

bool
tlb_was_invalidated(uint64_t va) {
    return was_invalidated && invalidated_va == va;
}


void *
kalloc(size_t size) {
    __CPROVER_assert(size == PAGESIZE, "kalloc: of a page");
    __CPROVER_assert(kalloc_calls < NEW_PAGES, "no more than three calls of kalloc");
    if (nondet_bool()) {
        ++kalloc_failures;
        return NULL;
    }
    return new_page[kalloc_calls++];
}

void
kfree(void *pointer) {
    bool known = false;
    for (unsigned i = 0; i < NEW_PAGES; ++i) {
        known = known || (i < kalloc_calls && pointer == new_page[i]);
    }
    __CPROVER_assert(known, "kfree: of a page from kalloc");
    ++kfree_calls;
}

void *
memset(void *s, int c, size_t size) {
    __CPROVER_assert(size == PAGESIZE && c == 0, "memset: zeroes a page");
    bool known = false;
    for (unsigned i = 0; i < NEW_PAGES; ++i) {
        if (i < kalloc_calls && s == new_page[i]) {
            known = is_zeroed[i] = true;
        }
        for (unsigned w = 0; w < WRITES; ++w) {
            __CPROVER_assert(!(s == new_page[i] && w < memory_writes
                               && write[w].pa / PAGESIZE == new_page_pa[i] / PAGESIZE),
                             "memset: before anything is written to the page");
        }
    }
    __CPROVER_assert(known, "memset: of a page from kalloc");
    return s;
}

uint64_t
kptr2pa(const void *pointer) {
    for (unsigned i = 0; i < NEW_PAGES; ++i) {
        if (pointer == new_page[i]) {
            return new_page_pa[i];
        }
    }
    __CPROVER_assert(pointer == &root, "kptr2pa: of the root or a page from kalloc");
    return root_pa;
}

void *
pa2kptr(uint64_t pa) {
    for (unsigned i = 0; i < NEW_PAGES; ++i) {
        if (i < kalloc_calls && pa == new_page_pa[i]) {
            return new_page[i];
        }
    }
    return NULL;
}

void
panic(const char *format, ...) {
    (void) format;
    __CPROVER_assert(false, "no panic");
    assume(false);
    for (;;) {
    }
}
