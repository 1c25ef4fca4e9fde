// allocator.c: stands between the kernel and its allocator. Pages that kalloc returns are full of
// old data. From step 3 on, the judge also keeps most pages for itself, so that those that the
// kernel gets come from all over memory and are no neighbours; and a page that is free is not mapped
// for the kernel, so that nothing uses it.

#include "direct-map.h"
#include "judge.h"
#include "report.h"
#include "string.h"
#include "vmiter.h"
#include "x86.h"

static bool judges[JUDGED_PAGES]; // pages that the judge keeps
static unsigned count, failing, failed;
static bool used;
static bool in_kalloc; // the kernel's own

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

bool
allocator_lends(uint64_t addr) {
    const uint64_t va = addr - addr % PAGESIZE, pa = kptr2pa((void *) va);
    page_view view = {.kind = PAGE_RESERVED};
    if (pa < MEMSIZE_PHYSICAL) {
        view_page(pa, &view);
    }
    if (view.kind != PAGE_ALLOCATABLE || is_judges(pa) || vmiter_present(vmiter_at(kernel_pagetable, va))) {
        return false;
    }
    if (in_kalloc || view.refcount > 0) {
        set_mapped(pa, true);
    }
    return vmiter_present(vmiter_at(kernel_pagetable, va));
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
    unsigned n = 0;
    while (n < JUDGED_PAGES && (pages[n] = student_kalloc(PAGESIZE)) != NULL) {
        ++n;
    }
    while (n-- > 0) {
        uint64_t pa = kptr2pa(pages[n]);
        if (pa < MEMSIZE_PHYSICAL && wants(pa)) {
            judges[pa / PAGESIZE] = true;
        } else {
            student_kfree(pages[n]);
            set_mapped(pa, false);
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

// setup_fails()
//    Option `setups`: while the kernel starts programs, does this allocation fail? It does if it is
//    the k-th for process k + 1.
static bool
setup_fails(void) {
    static pid_t pid = 1; // whose memory is being set up
    static unsigned n;    // allocations for it so far
    process_view view;
    if (!report_option("setups", 0) || now.kind != AT_START) {
        return false;
    }
    if (view_process(pid, &view)) {
        ++pid;
        n = 0;
    }
    if (++n == (unsigned) pid - 1) {
        ++pid;
        n = 0;
        return true;
    }
    return false;
}

void *
kalloc(size_t size) {
    keep_pages();
    used = true;
    if (setup_fails() || (failing != 0 && --failing == 0)) {
        failed = now.failed = count + 1;
        return NULL;
    }
    in_kalloc = true;
    void *page = student_kalloc(size);
    in_kalloc = false;
    if (page == NULL) {
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
    uint64_t pa = kptr2pa(pointer);
    unsigned before = pointer != NULL ? refcount(pa) : 0;
    student_kfree(pointer);
    if (pointer == NULL) {
        return;
    }
    unsigned after = refcount(pa);
    if (before == 0) {
        judge_wrong(6, "%s: kfree(%p), of which the page is not allocated", judge_when(), pointer);
    } else if (after != before - 1) {
        judge_wrong(3, "kfree(%p): the page's count was %u, and is %u now", pointer, before, after);
    } else if (after == 0) {
        set_mapped(pa, false);
    }
}
