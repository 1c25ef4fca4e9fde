// memory-watch.c: see memory-watch.h. It keeps a checksum of each page, not a copy.

#include "memory-watch.h"
#include "check-kernel.h"
#include "direct-map.h"

static uint64_t low_sums[PROC_START_ADDR / PAGESIZE], sums[NRECORDS]; // 0: not watched
static bool was_free[NRECORDS];

static uint64_t *
sum_at(uint64_t pa) {
    return pa < PROC_START_ADDR ? &low_sums[pa / PAGESIZE] : &sums[(pa - RECORDS_START) / PAGESIZE];
}

// is_watched(pa)
//    Must the page stay as it is, whatever function is called?
static bool
is_watched(uint64_t pa) {
    extern const char kernel_rodata_end[];
    const page_record *record = page_record_of(pa);
    if (record != NULL) {
        return record->state == RECORD_ALLOCATED;
    } else if (pa >= KERNEL_START_ADDR && pa < KERNEL_STACK_TOP) {
        return pa > TICKS_ADDR && pa < (uint64_t) kernel_rodata_end;
    }
    return pa < 0xA0000 || pa == CONSOLE_ADDR;
}

static uint64_t
sum_of(uint64_t pa) {
    uint64_t sum = 1;
    for (const uint64_t *word = pa2kptr(pa), *end = word + PAGESIZE / sizeof(*word); word < end;
         ++word) {
        sum = sum * 31 + *word;
    }
    return sum != 0 ? sum : 1;
}

void
watch_memory(void) {
    for_each_watched_page(pa) {
        *sum_at(pa) = is_watched(pa) ? sum_of(pa) : 0;
    }
    for (unsigned i = 0; i < NRECORDS; ++i) {
        was_free[i] = page_records[i].state == RECORD_FREE;
    }
}

bool
has_changed(uint64_t pa) {
    return *sum_at(pa) != 0 && is_watched(pa) && sum_of(pa) != *sum_at(pa);
}

bool
is_new(uint64_t pa) {
    const page_record *record = page_record_of(pa);
    return record != NULL && record->state != RECORD_FREE && was_free[record - page_records];
}

bool
is_kept(uint64_t pa) {
    return is_new(pa) && page_record_of(pa)->state == RECORD_ALLOCATED;
}
