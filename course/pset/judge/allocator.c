// allocator.c: stands between the kernel and its allocator. Pages that kalloc returns are full of
// old data. From step 3 on, the judge also keeps most pages for itself, so that those that the
// kernel gets come from all over memory and are no neighbours; and a page that is free, or the
// judge's, is not mapped for the kernel, so that nothing uses it. Only the allocator itself may: if
// it keeps a list in the free pages, each page that it touches is mapped until it returns.

#include "addresses.h"
#include "direct-map.h"
#include "judge.h"
#include "printf.h"
#include "ptiter.h"
#include "report.h"
#include "string.h"
#include "vmiter.h"
#include "x86.h"

static bool judges[JUDGED_PAGES]; // pages that the judge keeps
static bool freed[JUDGED_PAGES];  // pages that the kernel had, and has freed
static bool any_freed, used, memory_was_full;
static unsigned count, failing, failed; // in this call, or for this process that is set up
static pid_t set_up;                    // the process that the kernel sets up; 0: none

// Which allocation a page is from: of a call (`pid` is 0), or for a process that was set up.
static struct origin {
    pid_t pid;
    unsigned number;
} origin[JUDGED_PAGES];

bool
is_judges(uint64_t pa) {
    return pa < MEMSIZE_PHYSICAL && judges[pa / PAGESIZE];
}

// view_page(pa, view)
//    The judge's pages look free.
void
view_page(uint64_t pa, page_view *view) {
    student_view_page(pa, view);
    if (is_judges(pa)) {
        *view = (page_view) {.kind = PAGE_ALLOCATABLE, .refcount = 0};
    }
}

bool
is_freed(uint64_t pa) {
    return pa < MEMSIZE_PHYSICAL && freed[pa / PAGESIZE];
}

bool
is_any_freed(void) {
    return any_freed;
}

const char *
allocation_of(uint64_t pa) {
    static char text[80];
    struct origin from = origin[pa / PAGESIZE % JUDGED_PAGES];
    if (from.pid == 0) {
        snprintf(text, sizeof(text), "allocation %u of this call", from.number);
    } else {
        snprintf(text, sizeof(text), "allocation %u for process %d%s", from.number, from.pid,
                 report_option("setups", 0) && from.pid > 1 ? ", for which a later one failed" : "");
    }
    return text;
}

static unsigned
refcount(uint64_t pa) {
    page_view view;
    view_page(pa, &view);
    return view.kind == PAGE_ALLOCATABLE ? view.refcount : 0;
}

static bool
is_allocatable(uint64_t pa) {
    page_view view;
    view_page(pa, &view);
    return view.kind == PAGE_ALLOCATABLE;
}

static bool
is_free(uint64_t pa) {
    page_view view;
    view_page(pa, &view);
    return view.kind == PAGE_ALLOCATABLE && view.refcount == 0;
}

unsigned
free_pages(void) {
    unsigned n = 0;
    for (uint64_t pa = 0; pa < MEMSIZE_PHYSICAL; pa += PAGESIZE) {
        n += is_free(pa) && !is_judges(pa);
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

void
allocator_map_freed(bool mapped) {
    for (uint64_t pa = 0; pa < MEMSIZE_PHYSICAL; pa += PAGESIZE) {
        if (is_freed(pa)) {
            set_mapped(pa, mapped);
        }
    }
}

// unmap_unused_pages()
//    From now on, a page is mapped while it is allocated.
static void
unmap_unused_pages(void) {
    for (uint64_t pa = 0; pa < MEMSIZE_PHYSICAL; pa += PAGESIZE) {
        if (is_judges(pa) || is_free(pa)) {
            set_mapped(pa, false);
        }
    }
}

// The kernel's own allocator, which may touch free pages while it works.

static bool at_work, touched;

bool
allocator_touches(uint64_t pa) {
    if (pa >= MEMSIZE_PHYSICAL || is_judges(pa) || !is_allocatable(pa)
        || vmiter_present(vmiter_at(kernel_pagetable, (uint64_t) pa2kptr(pa)))) {
        return false;
    }
    if (refcount(pa) > 0) { // the kernel has taken it without kalloc
        freed[pa / PAGESIZE] = false;
        audit_forget(pa);
    }
    const bool may = at_work || refcount(pa) > 0;
    if (may) {
        touched = true;
        set_mapped(pa - pa % PAGESIZE, true);
    }
    return may;
}

static void
rest(void) {
    at_work = false;
    for (uint64_t pa = 0; touched && pa < MEMSIZE_PHYSICAL; pa += PAGESIZE) {
        if (is_free(pa)) {
            set_mapped(pa, false);
        }
    }
    touched = false;
}

static void *
kernels_kalloc(size_t size) {
    at_work = true;
    void *page = student_kalloc(size);
    rest();
    return page;
}

// kernels_kfree(page)
//    Frees a page, which must have been allocated, and looks at its count.
static void
kernels_kfree(void *page) {
    const uint64_t pa = kptr2pa(page);
    const unsigned before = refcount(pa);
    at_work = true;
    student_kfree(page);
    rest();
    const unsigned after = refcount(pa);
    if (after != before - 1) {
        judge_wrong(judge_step_from(before > 1 ? 7 : 3), "%s, kfree(%p): the page's count was %u, and is %u now", judge_when(),
                    page, before, after);
    } else if (after == 0) {
        freed[pa / PAGESIZE] = any_freed = true;
        set_mapped(pa, false);
    }
}

// The judge's pages

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
    unsigned n = take_all(pages);
    variant_require_order(pages);
    while (n-- > 0) {
        uint64_t pa = kptr2pa(pages[n]);
        if (wants(pa)) {
            judges[pa / PAGESIZE] = true;
            set_mapped(pa, false);
        } else {
            kernels_kfree(pages[n]);
        }
    }
    memset(freed, 0, sizeof(freed)); // the kernel has had none of them
    any_freed = false;
}

// Calls, and the start of processes

void
allocator_begin_call(unsigned fail) {
    count = failed = 0;
    failing = fail;
    set_up = 0;
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

// require_consequence()
//    The process that was set up exists if no allocation failed for it, and not if one did.
static void
require_consequence(void) {
    process_view view;
    const bool exists = set_up > 0 && view_process(set_up, &view);
    if (exists && failed != 0) {
        judge_wrong(judge_step(), "there is a process %d, although allocation %u failed while it was set up", set_up, failed);
    } else if (set_up > 0 && !exists && failed == 0 && !memory_was_full) {
        judge_wrong(judge_step(), "process %d does not start, although no allocation failed while it was set up", set_up);
    }
}

void
allocator_begin_setup(pid_t pid) {
    const long first = report_option("setups", 0);
    require_consequence();
    if (pid == 1) { // kernel_start has mapped all pages
        unmap_unused_pages();
    }
    allocator_begin_call(first > 0 && pid > 1 ? (unsigned) (first + pid - 2) : 0);
    set_up = pid;
}

void *
kalloc(size_t size) {
    keep_pages();
    used = true;
    if (failing != 0 && --failing == 0) {
        failed = now.failed = count + 1;
        if (set_up != 0) {
            report_line("trying starting process %d, of which allocation %u fails", set_up, failed);
        }
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
    origin[pa / PAGESIZE] = (struct origin) {set_up, count};
    freed[pa / PAGESIZE] = false;
    audit_forget(pa);
    set_mapped(pa, true);
    return memset(page, 0xA5, PAGESIZE);
}

// is_in_force(pa)
//    Does the processor translate addresses with the page-table page at `pa`?
static bool
is_in_force(uint64_t pa) {
    x86_64_pagetable *pt = page_table_in_force();
    bool found = kptr2pa(pt) == pa;
    write_cr3(kptr2pa(kernel_pagetable)); // which maps them all
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it) && !found; ptiter_next(&it)) {
        found = ptiter_pa(&it) == pa;
    }
    write_cr3(kptr2pa(pt));
    return found;
}

void
kfree(void *pointer) {
    used = true;
    if (judge_step() < 3) {
        return; // it is not written yet; vmiter_try_map calls it if an allocation fails
    } else if (pointer == NULL) {
        student_kfree(NULL);
        return;
    }
    const uint64_t pa = kptr2pa(pointer);
    const unsigned before = refcount(pa);
    if (pa % PAGESIZE != 0) {
        judge_wrong(judge_step_from(3), "%s, the kernel calls kfree(%p), which is not the start of a page", judge_when(), pointer);
    } else if (the_kernels(pa) != NULL) {
        judge_wrong(judge_step_from(3), "%s, the kernel calls kfree(%p), %s", judge_when(), pointer, the_kernels(pa));
    } else if (before == 0) {
        judge_wrong(judge_step_from(3), "%s, the kernel calls kfree(%p) for a page that is %s", judge_when(), pointer,
                    is_freed(pa) ? "free already" : "not allocated");
    } else if (before == 1 && is_in_force(pa)) {
        judge_wrong(judge_step_from(3), "%s, the kernel frees page %#lx of the page table that is in force", judge_when(), pa);
    }
    kernels_kfree(pointer);
}
