// hoard.c: from step 3 on, the judge keeps most pages for itself, so that those that the kernel
// gets come from all over memory and are no neighbours. Taking them tries the kernel's allocator.

#include "direct-map.h"
#include "judge.h"
#include "report.h"
#include "string.h"

// take_all(pages)
//    Takes pages until kalloc has no more. Returns how many it took.
static unsigned
take_all(void **pages) {
    static bool taken[JUDGED_PAGES];
    memset(taken, 0, sizeof(taken));
    unsigned n = 0;
    for (void *page; (page = kernels_kalloc(PAGESIZE)) != NULL; ++n) {
        uint64_t pa = kptr2pa(page);
        if (pa >= MEMSIZE_PHYSICAL || pa % PAGESIZE != 0 || page_refcount(pa) != 1) {
            judge_wrong(3, "kalloc returns %p, which is not a page that it has given count 1",
                        page);
        } else if (taken[pa / PAGESIZE]) {
            judge_wrong(
                3, "kalloc returns %p, which it has returned before: it was not freed since then",
                page);
        }
        taken[pa / PAGESIZE] = true;
        pages[n] = page;
    }
    return n;
}

// try_allocator(pages)
//    Takes all pages and frees them, twice.
static void
try_allocator(void **pages) {
    report_line("trying kalloc and kfree with all pages");
    const unsigned all = free_pages();
    for (int round = 0; round < 2; ++round) {
        unsigned n = take_all(pages);
        if (n != all) {
            judge_wrong(3, "%u pages are free, and kalloc returns NULL after %u%s", all, n,
                        round == 0 ? "" : "; it had returned all of them, and kfree freed them");
        }
        for (unsigned i = 0; i < n; ++i) {
            kernels_kfree(pages[round == 0 ? i : n - 1 - i]);
            if (i == 0 && free_pages() != 1) {
                judge_wrong(3, "%u pages are free after the first kfree; expected 1", free_pages());
            }
        }
    }
    report_line("trying kfree(NULL)");
    student_kfree(NULL);
    if (free_pages() != all) {
        judge_wrong(3, "%u pages are free after kfree(NULL); it was %u", free_pages(), all);
    } else if (student_kalloc(PAGESIZE + 1) != NULL) {
        judge_wrong(3, "kalloc(%u) returns a page: it has too few bytes", PAGESIZE + 1);
    }
    report_line("trying starting processes");
}

// wants(page)
//    Does the judge keep this page? All those whose physical address programs use as a virtual one,
//    three of four in low memory, and every second above.
static bool
wants(uint64_t pa) {
    static unsigned random = 61;
    random = random * 1103515245 + 12345;
    unsigned chance = (random >> 16) % 4;
    bool in_low = pa < PROC_START_ADDR, is_programs = !in_low && pa < PROC_START_ADDR + 0x10000;
    return is_programs || (in_low ? chance != 0 : chance < 2);
}

void
hoard_pages(void) {
    static bool done;
    static void *pages[JUDGED_PAGES];
    if (done || judge_step() < 3 || !report_option("scatter", 1)) {
        return;
    }
    done = true;
    if (report_option("allocator", 0)) {
        try_allocator(pages);
    }
    unsigned n = take_all(pages);
    variant_require_order(pages);
    while (n-- > 0) {
        uint64_t pa = kptr2pa(pages[n]);
        if (wants(pa)) {
            allocator_keep(pages[n]);
        } else {
            kernels_kfree(pages[n]);
        }
    }
    allocator_begin();
}
