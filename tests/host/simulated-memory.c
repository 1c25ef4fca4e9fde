// simulated-memory.c: an array of pages, a flag for each that says whether it is in use, and the
// counts that tests ask for. kalloc hands out pages in turn, so that a freed page stays garbage for
// a long time, for tests that use it after it was freed.

#include "test.h"
#include "simulated-memory.h"
#include "kernel.h"
#include "pte.h"

#define GARBAGE 0xA7 // as a page-table entry: present, to a page far outside the memory

static struct {
    unsigned char page[SIMULATED_MEMORY_PAGES][PAGESIZE];
} memory __attribute__((aligned(PAGESIZE)));

static bool in_use[SIMULATED_MEMORY_PAGES];
static unsigned pages_in_use;
static unsigned next_page; // where kalloc starts to look
static unsigned calls;
static unsigned failing_call; // in calls; 0: none

static uint64_t invalidated[64];
static unsigned ninvalidated;

void
memory_reset(void) {
    host_memset(&memory, GARBAGE, sizeof(memory));
    host_memset(in_use, 0, sizeof(in_use));
    pages_in_use = next_page = calls = failing_call = ninvalidated = 0;
}

unsigned
memory_pages_in_use(void) {
    return pages_in_use;
}

bool
memory_page_is_in_use(uint64_t pa) {
    return pa >= SIMULATED_MEMORY_START && pa < SIMULATED_MEMORY_END
           && in_use[(pa - SIMULATED_MEMORY_START) / PAGESIZE];
}


unsigned
kalloc_calls(void) {
    return calls;
}

void
kalloc_fail_at(unsigned n) {
    failing_call = n == 0 ? 0 : calls + n;
}

void *
kalloc(size_t size) {
    ++calls;
    if (calls == failing_call || size > PAGESIZE || pages_in_use == SIMULATED_MEMORY_PAGES) {
        return NULL;
    }
    while (in_use[next_page]) {
        next_page = (next_page + 1) % SIMULATED_MEMORY_PAGES;
    }
    unsigned page = next_page;
    next_page = (next_page + 1) % SIMULATED_MEMORY_PAGES;
    in_use[page] = true;
    ++pages_in_use;
    return memory.page[page];
}

void
kfree(void *pointer) {
    if (pointer == NULL) {
        return;
    }
    uint64_t pa = kptr2pa(pointer);
    if (pa % PAGESIZE != 0 || !memory_page_is_in_use(pa)) {
        fail_msg("kfree: expected the address of a page in use, saw physical address %#lx", pa);
    }
    host_memset(pointer, GARBAGE, PAGESIZE);
    in_use[(pa - SIMULATED_MEMORY_START) / PAGESIZE] = false;
    --pages_in_use;
}


void *
pa2kptr(uint64_t pa) {
    if (pa < SIMULATED_MEMORY_START || pa >= SIMULATED_MEMORY_END) {
        fail_msg("pa2kptr: expected an address in the simulated memory, saw %#lx", pa);
    }
    return (unsigned char *) &memory + (pa - SIMULATED_MEMORY_START);
}

uint64_t
kptr2pa(const void *pointer) {
    uint64_t offset = (uintptr_t) pointer - (uintptr_t) &memory;
    if (offset >= sizeof(memory)) {
        fail_msg("kptr2pa: expected a pointer into the simulated memory, saw %p", pointer);
    }
    return SIMULATED_MEMORY_START + offset;
}

static x86_64_pageentry_t *
entry_at(uint64_t pa) {
    if (pa % sizeof(x86_64_pageentry_t) != 0 || !memory_page_is_in_use(pa)) {
        fail_msg("expected a page-table entry in a page in use, saw physical address %#lx", pa);
    }
    return pa2kptr(pa);
}

x86_64_pageentry_t
pte_read(uint64_t pa) {
    return *entry_at(pa);
}

x86_64_pageentry_t
pte_read_eight(uint64_t pa) {
    x86_64_pageentry_t bits = 0;
    for (int i = 0; i < 8; ++i) {
        bits |= pte_read(pa + (uint64_t) i * sizeof(x86_64_pageentry_t));
    }
    return bits;
}

void
pte_write(uint64_t pa, x86_64_pageentry_t entry) {
    *entry_at(pa) = entry;
}


void
tlb_invalidate(uint64_t va) {
    invalidated[ninvalidated % ARRAY_SIZE(invalidated)] = va;
    ++ninvalidated;
}

bool
tlb_was_invalidated(uint64_t va) {
    unsigned n = ninvalidated < ARRAY_SIZE(invalidated) ? ninvalidated : ARRAY_SIZE(invalidated);
    for (unsigned i = 0; i < n; ++i) {
        if (invalidated[i] == va) {
            return true;
        }
    }
    return false;
}

void
tlb_forget_invalidations(void) {
    ninvalidated = 0;
}
