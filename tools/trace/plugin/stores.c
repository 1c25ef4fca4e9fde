// stores.c: the kernel's stores since the last notice, in order. It reads back from the guest's
// memory what was stored, word by word; stores to reference counts have a kind of their own. It
// remembers the last store to each word of memory forever.

#include "plugin.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct store *stores;
size_t nstores;
static size_t room;

// The last store to each word: its value, and its chain of calls.
static uint64_t *last_values;
static uint32_t *last_chains;

static uint64_t *counts; // [page]: after the last store

static void
add(struct store store) {
    if (nstores == room) {
        room = room ? 2 * room : 4096;
        stores = realloc(stores, room * sizeof(*stores));
        if (!stores) {
            fail("no memory for %zu stores", room);
        }
    }
    stores[nstores++] = store;
}

static void
add_word(uint64_t address, uint64_t pc) {
    if (!last_values) {
        last_values = calloc(memory_size / 8, sizeof(*last_values));
        last_chains = calloc(memory_size / 8, sizeof(*last_chains));
        if (!last_values || !last_chains) {
            fail("no memory to remember stores in");
        }
    }
    uint64_t value = memory_word(address);
    last_values[address / 8] = value;
    uint32_t chain = last_chains[address / 8] = calls_chain(pc);
    add((struct store) {.kind = STORE_WORD, .chain = chain, .where = address, .new = value});
}

// counts_start()
//    The address of `physpages[0]`; 0 if there is none, or none yet.
static uint64_t
counts_start(void) {
    return settings.counts && settings.counts_are_pointed_to
               ? physical(memory_word(settings.counts))
               : settings.counts;
}

static void
add_count(uint64_t page, uint64_t pc) {
    counts = counts ? counts : calloc(facts[FACT_PAGES], sizeof(*counts));
    uint64_t old = counts[page], new = counts_read(page);
    if (old != new) {
        counts[page] = new;
        add((struct store) {STORE_COUNT, calls_chain(pc), page, old, new});
    }
}

void
stores_add(uint64_t address, uint64_t size, uint64_t pc) {
    uint64_t start = counts_start();
    if (start && address + size > start
        && address < start + facts[FACT_PAGES] * settings.count_stride) {
        uint64_t first = address > start ? (address - start) / settings.count_stride : 0;
        uint64_t last = (address + size - 1 - start) / settings.count_stride;
        for (uint64_t page = first; page <= last && page < facts[FACT_PAGES]; ++page) {
            add_count(page, pc);
        }
        return;
    }
    for (uint64_t word = address & ~7UL; word < address + size; word += 8) {
        if (memory_at(word, 8)) {
            add_word(word, pc);
        }
    }
}

void
stores_add_log(void) {
    struct stat status;
    uint64_t size = stat(settings.log, &status) == 0 ? (uint64_t) status.st_size : 0;
    add((struct store) {.kind = STORE_LOG, .new = size});
}

void
stores_clear(void) {
    nstores = 0;
}

uint32_t
stores_last_chain(uint64_t address) {
    const uint64_t by_processor = PTE_A | PTE_D;
    bool is_last =
        last_values && ((last_values[address / 8] ^ memory_word(address)) & ~by_processor) == 0;
    return is_last ? last_chains[address / 8] : 0;
}

uint64_t
counts_read(uint64_t page) {
    uint64_t start = counts_start(), count = 0;
    const void *place = memory_at(start + page * settings.count_stride + settings.count_offset,
                                  settings.count_size);
    if (start && place && settings.count_size <= sizeof(count)) {
        memcpy(&count, place, settings.count_size);
    }
    return count;
}
