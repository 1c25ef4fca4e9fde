// e3.c: exercise E3. Calls free_everything with several page tables, one by one. Before each call
// it logs what each page is; after the call, what was done with it, and with other memory.

#include "check-kernel.h"
#include "exercises.h"
#include "memory-watch.h"
#include "report.h"
#include "ptiter.h"
#include "places.h"
#include "tables.h"

static x86_64_pagetable *pt; // the table to build, and then to free

static void build_process(void);
static void build_scattered(void);
static void build_beyond(void);
static void build_restricted(void);
static void build_emptied(void);
static void build_large(void);
static void build_nothing(void);

static const struct {
    const char *name;
    void (*build)(void);
} tables[] = {
    {"process", build_process},       {"scattered", build_scattered}, {"beyond", build_beyond},
    {"restricted", build_restricted}, {"emptied", build_emptied},     {"large", build_large},
    {"nothing", build_nothing},
};

static void log_tables(void);
static void log_records(void);
static void log_others(void);

void
run_check(void) {
    start_watch();
    for (unsigned n = 0; n < ARRAY_SIZE(tables); ++n) {
        report_line("table %s", tables[n].name);
        pt = new_page();
        tables[n].build();
        log_tables();
        watch_memory();
        free_everything(pt);
        log_records();
        log_others();
        report_line("done");
    }
}


// The page tables. The log says of each page that one maps what it is:
//    user    users can access it, below MEMSIZE_VIRTUAL
//    beyond  users can access it, at or above MEMSIZE_VIRTUAL
//    kernel  the last level does not let users in
//    upper   an upper level does not let users in

static void
log_page(uint64_t pa, const char *kind, uint64_t va) {
    report_line("page %#lx %s %#lx", pa, kind, va);
}

// map_new(va, kind, perm)
//    Maps a new page at `va`, with something in it.
static void
map_new(uint64_t va, const char *kind, uint64_t perm) {
    uint64_t pa = kptr2pa(memset(new_page(), 0x61, PAGESIZE));
    map_page(pt, va, pa, perm);
    log_page(pa, kind, va);
}

// map_kernel()
//    Maps the kernel's own first pages, where they are, and two more from kalloc.
static void
map_kernel(void) {
    for (uint64_t pa = KERNEL_START_ADDR; pa < KERNEL_START_ADDR + 4 * PAGESIZE; pa += PAGESIZE) {
        map_page(pt, pa, pa, PTE_W);
        log_page(pa, "kernel", pa);
    }
    map_new(0x90000, "kernel", PTE_W);
    map_new(0x2F0000, "kernel", PTE_W);
}

static void
build_process(void) {
    map_kernel();
    for (uint64_t va = PROC_START_ADDR; va < PROC_START_ADDR + 3 * PAGESIZE; va += PAGESIZE) {
        map_new(va, "user", PTE_W | PTE_U | PTE_A | PTE_D);
    }
    map_new(MEMSIZE_VIRTUAL - PAGESIZE, "user", PTE_W | PTE_U);
}

static void
build_scattered(void) {
    map_new(0, "user", PTE_W | PTE_U);
    map_new(0x3000, "user", PTE_U);
    map_kernel();
    map_new(PROC_START_ADDR, "user", PTE_U | PTE_XD);
    map_new(0x1FF000, "user", PTE_W | PTE_U | PTE_XD);
    map_new(0x200000, "user", PTE_U);
    map_new(0x201000, "kernel", PTE_XD);
    map_new(0x2FE000, "user", PTE_W | PTE_U);
}

static void
build_beyond(void) {
    map_kernel();
    map_new(PROC_START_ADDR, "user", PTE_W | PTE_U);
    map_new(MEMSIZE_VIRTUAL - PAGESIZE, "user", PTE_W | PTE_U);
    map_new(MEMSIZE_VIRTUAL, "beyond", PTE_W | PTE_U);
    map_new(MEMSIZE_VIRTUAL + PAGESIZE, "beyond", PTE_W | PTE_U);
    map_new(0x40000000, "beyond", PTE_W | PTE_U);
    map_new(VA_LOWEND - PAGESIZE, "beyond", PTE_W | PTE_U);
}

static void
build_restricted(void) {
    map_new(0x110000, "user", PTE_W | PTE_U);
    map_new(0x210000, "upper", PTE_W | PTE_U);
    map_new(0x220000, "upper", PTE_U);
    *entry_at(pt, 0x200000, 2) &= ~PTE_U;
}

// build_emptied()
//    Page-table pages that map no page.
static void
build_emptied(void) {
    static const uint64_t addresses[] = {PROC_START_ADDR, 0x40000000, VA_LOWEND - PAGESIZE};
    for (unsigned i = 0; i < ARRAY_SIZE(addresses); ++i) {
        map_page(pt, addresses[i], KERNEL_START_ADDR, PTE_U);
        vmiter_map(vmiter_at(pt, addresses[i]), (uint64_t) -1, 0);
    }
}

// build_large()
//    More pages than an array on the stack can list, user pages and others side by side, with holes
//    between them; and many page-table pages.
static void
build_large(void) {
    for (uint64_t va = 0x1C0000; va < 0x240000; va += PAGESIZE) {
        uint64_t n = va / PAGESIZE % 16;
        if (n == 4) {
            map_new(va, "kernel", PTE_W);
        } else if (n < 8 || n > 10) {
            map_new(va, "user", PTE_W | PTE_U);
        }
    }
    for (uint64_t va = 0x400000; va < 0x400000 + 20 * 0x200000; va += 0x200000) {
        map_page(pt, va, KERNEL_START_ADDR, PTE_W);
    }
}

static void
build_nothing(void) {}


static void
log_tables(void) {
    static const char *const kinds[] = {"", "level1", "level2", "level3"};
    log_page(kptr2pa(pt), "root", 0);
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        log_page(ptiter_pa(&it), kinds[ptiter_level(&it)], ptiter_va(&it));
    }
}

// log_records()
//    Logs what was done with pages from kalloc since the last time: those that were handed out
//    before, and those that free_everything got for itself ("own").
static void
log_records(void) {
    static page_record logged[NRECORDS];
    for (unsigned i = 0; i < NRECORDS; ++i) {
        const page_record *record = &page_records[i];
        uint64_t pa = RECORDS_START + i * (uint64_t) PAGESIZE;
        if (is_new(pa)) {
            report_line("own %#lx %u %d", pa, record->kfrees, record->touched != 0);
        } else if (record->kfrees != logged[i].kfrees) {
            report_line("freed %#lx %u", pa, record->kfrees);
        }
        if (record->touched != logged[i].touched) {
            report_line("touched %#lx %s", pa, place_find("kernel", record->touched).function);
        }
        logged[i] = *record;
    }
}

static void
log_others(void) {
    for_each_watched_page(pa) {
        if (has_changed(pa)) {
            report_line("changed %#lx", pa);
        }
    }
}
