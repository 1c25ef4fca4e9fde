// allocator.c: stands between the kernel and its allocator. Pages that kalloc returns are full of
// old data. From step 3 on, the judge also keeps most pages for itself, so that those that the
// kernel gets come from all over memory and are no neighbours; and a page that is free, or the
// judge's, is not mapped for the kernel, so that nothing uses it. Only the allocator itself may: if
// it keeps a list in the free pages, each page that it touches is mapped until it returns.

#include "direct-map.h"
#include "judge.h"
#include "report.h"
#include "string.h"
#include "vmiter.h"
#include "x86.h"

static bool judges[JUDGED_PAGES]; // pages that the judge keeps
static unsigned count, failing, failed;
static bool used;

bool
is_judges(uint64_t pa) {
    return pa < MEMSIZE_PHYSICAL && judges[pa / PAGESIZE];
}

static unsigned
refcount(uint64_t pa) {
    page_view view;
    view_page(pa, &view);
    return view.kind == PAGE_ALLOCATABLE ? view.refcount : 0;
}

unsigned
free_pages(void) {
    unsigned n = 0;
    for (uint64_t pa = 0; pa < MEMSIZE_PHYSICAL; pa += PAGESIZE) {
        page_view view;
        view_page(pa, &view);
        n += view.kind == PAGE_ALLOCATABLE && view.refcount == 0;
    }
    return n;
}

// set_mapped(pa, mapped)
//    Maps or unmaps the page for the kernel, if the kernel maps it on its own, not in a large page.
static void
set_mapped(uint64_t pa, bool mapped) {
    vmiter it = vmiter_make(kernel_pagetable, (uint64_t) pa2kptr(pa));
    if (judge_step() >= 3 && vmiter_range_size(&it) == PAGESIZE && vmiter_present(&it) != mapped) {
        vmiter_map(&it, pa, mapped ? PTE_P | PTE_W : 0);
        write_cr3(read_cr3());
    }
}

// The allocator may touch free pages: those that it has touched, until it returns.
static bool is_inside, lent[JUDGED_PAGES], any_lent;

bool
allocator_lends(uint64_t addr) {
    uint64_t pa = kptr2pa((void *) addr);
    if (!is_inside || pa >= MEMSIZE_PHYSICAL || is_judges(pa) || lent[pa / PAGESIZE]) {
        return false;
    }
    lent[pa / PAGESIZE] = any_lent = true;
    set_mapped(pa - pa % PAGESIZE, true);
    return true;
}

static void
take_back(void) {
    for (unsigned i = 0; any_lent && i < JUDGED_PAGES; ++i) {
        if (lent[i] && refcount(i * PAGESIZE) == 0) {
            set_mapped(i * PAGESIZE, false);
        }
        lent[i] = false;
    }
    any_lent = false;
}

static void *
kernels_kalloc(size_t size) {
    is_inside = true;
    void *page = student_kalloc(size);
    is_inside = false;
    take_back();
    return page;
}

// kernels_kfree(page)
//    Frees a page, which must have been allocated, and looks at its count.
static void
kernels_kfree(void *page) {
    unsigned before = refcount(kptr2pa(page));
    is_inside = true;
    student_kfree(page);
    is_inside = false;
    take_back();
    unsigned after = refcount(kptr2pa(page));
    if (after != before - 1) {
        judge_wrong(3, "kfree(%p): the page's count was %u, and is %u now", page, before, after);
    } else if (after == 0) {
        set_mapped(kptr2pa(page), false);
    }
}

// take_all(pages)
//    Takes pages until kalloc has no more. Returns how many it took.
static unsigned
take_all(void **pages) {
    static bool taken[JUDGED_PAGES];
    memset(taken, 0, sizeof(taken));
    unsigned n = 0;
    for (void *page; (page = kernels_kalloc(PAGESIZE)) != NULL; ++n) {
        uint64_t pa = kptr2pa(page);
        if (pa >= MEMSIZE_PHYSICAL || pa % PAGESIZE != 0 || refcount(pa) != 1) {
            judge_wrong(3, "kalloc returns %p, which is not a page that it has given count 1", page);
        } else if (taken[pa / PAGESIZE]) {
            judge_wrong(3, "kalloc returns %p, which it has returned before: it was not freed since then", page);
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

// keep_pages()
//    Takes all pages, and gives back those that the judge does not want.
static void
keep_pages(void) {
    static bool done;
    static void *pages[JUDGED_PAGES];
    if (done || judge_step() < 3 || !report_option("scatter", 1)) {
        return;
    }
    done = true;
    if (report_option("allocator", 0)) {
        try_allocator(pages);
    }
    for (unsigned n = take_all(pages); n-- > 0;) {
        uint64_t pa = kptr2pa(pages[n]);
        if (wants(pa)) {
            judges[pa / PAGESIZE] = true;
            set_mapped(pa, false);
        } else {
            kernels_kfree(pages[n]);
        }
    }
}

void
allocator_begin_call(unsigned fail) {
    count = failed = 0;
    failing = fail;
}

bool
allocator_end_call(void) {
    failing = 0;
    return failed != 0;
}

unsigned
allocator_count(void) {
    return count;
}

bool
allocator_was_used(void) {
    bool was_used = used;
    used = false;
    return was_used;
}

static unsigned setting_up, setup_count, setup_failed; // a process that is being set up, its allocations, which one failed
static bool memory_was_full;

void
allocator_begin_setup(pid_t pid) {
    process_view process;
    bool exists = setting_up > 0 && view_process((pid_t) setting_up, &process);
    if (setup_failed != 0 && exists) {
        judge_wrong(judge_step(), "there is a process %u, although allocation %u failed while it was set up", setting_up, setup_failed);
    } else if (setting_up > 0 && !exists && setup_failed == 0 && !memory_was_full) {
        judge_wrong(judge_step(), "process %u does not start, although no allocation failed while it was set up", setting_up);
    }
    setting_up = (unsigned) pid;
    setup_count = setup_failed = 0;
    for (uint64_t pa = 0; pid == 1 && pa < MEMSIZE_PHYSICAL; pa += PAGESIZE) { // kernel_start has mapped all pages
        page_view view;
        view_page(pa, &view);
        if (is_judges(pa) || (view.kind == PAGE_ALLOCATABLE && view.refcount == 0)) {
            set_mapped(pa, false);
        }
    }
}

// setup_fails()
//    Option `setups`, N: while the kernel starts programs, does this allocation fail? For process 2,
//    allocation N does; for process 3, allocation N + 1; and so on.
static bool
setup_fails(void) {
    const long first = report_option("setups", 0);
    if (first == 0 || now.kind != AT_START || setting_up < 2 || ++setup_count != setting_up - 2 + first) {
        return false;
    }
    setup_failed = setup_count;
    report_line("trying starting process %u, of which allocation %u fails", setting_up, setup_count);
    return true;
}

void *
kalloc(size_t size) {
    keep_pages();
    used = true;
    if (setup_fails() || (failing != 0 && --failing == 0)) {
        failed = now.failed = count + 1;
        return NULL;
    }
    void *page = kernels_kalloc(size);
    if (page == NULL) {
        memory_was_full = true;
        return NULL;
    }
    uint64_t pa = kptr2pa(page);
    if (pa % PAGESIZE != 0 || refcount(pa) == 0) {
        judge_wrong(3, "kalloc returns %p, which is not a page that it has marked as allocated", page);
    }
    ++count;
    set_mapped(pa, true);
    return memset(page, 0xA5, PAGESIZE);
}

void
kfree(void *pointer) {
    used = true;
    if (judge_step() < 3) {
        return; // kfree is not written yet; vmiter_try_map calls it if an allocation fails
    } else if (pointer == NULL) {
        student_kfree(NULL);
    } else if (refcount(kptr2pa(pointer)) == 0) {
        judge_wrong(6, "%s: kfree(%p), of which the page is not allocated", judge_when(), pointer);
    } else {
        kernels_kfree(pointer);
    }
}
