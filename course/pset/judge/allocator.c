// allocator.c: stands between the kernel and its allocator. Pages that kalloc returns are full of
// old data. From step 3 on, a page that is free, or the judge's (hoard.c), is not mapped for the
// kernel, so that nothing uses it. Only the allocator itself may: if it keeps a list in the free
// pages, each page that it touches is mapped until it returns.

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
allocator_keep(void *page) {
    judges[kptr2pa(page) / PAGESIZE] = true;
    set_mapped(kptr2pa(page), false);
}

void
allocator_begin(void) {
    memset(freed, 0, sizeof(freed));
    any_freed = false;
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
                 report_option("setups", 0) && from.pid > 1 ? ", for which a later one failed"
                                                            : "");
    }
    return text;
}

unsigned
page_refcount(uint64_t pa) {
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
    if (page_refcount(pa) > 0) { // the kernel has taken it without kalloc
        freed[pa / PAGESIZE] = false;
        audit_forget(pa);
    }
    const bool may = at_work || page_refcount(pa) > 0;
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

void *
kernels_kalloc(size_t size) {
    at_work = true;
    void *page = student_kalloc(size);
    rest();
    return page;
}

void
kernels_kfree(void *page) {
    const uint64_t pa = kptr2pa(page);
    const unsigned before = page_refcount(pa);
    at_work = true;
    student_kfree(page);
    rest();
    const unsigned after = page_refcount(pa);
    if (after != before - 1) {
        judge_wrong(judge_step_from(before > 1 ? 7 : 3),
                    "%s, kfree(%p): the page's count was %u, and is %u now", judge_when(), page,
                    before, after);
    } else if (after == 0) {
        freed[pa / PAGESIZE] = any_freed = true;
        set_mapped(pa, false);
    }
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
        judge_wrong(judge_step(),
                    "there is a process %d, although allocation %u failed while it was set up",
                    set_up, failed);
    } else if (set_up > 0 && !exists && failed == 0 && !memory_was_full) {
        judge_wrong(judge_step(),
                    "process %d does not start, although no allocation failed while it was set up",
                    set_up);
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
    hoard_pages();
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
    if (pa % PAGESIZE != 0 || page_refcount(pa) == 0) {
        judge_wrong(3, "kalloc returns %p, which is not a page that it has marked as allocated",
                    page);
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
    const unsigned before = page_refcount(pa);
    if (pa % PAGESIZE != 0) {
        judge_wrong(judge_step_from(3),
                    "%s, the kernel calls kfree(%p), which is not the start of a page",
                    judge_when(), pointer);
    } else if (the_kernels(pa) != NULL) {
        judge_wrong(judge_step_from(3), "%s, the kernel calls kfree(%p), %s", judge_when(), pointer,
                    the_kernels(pa));
    } else if (before == 0) {
        judge_wrong(judge_step_from(3), "%s, the kernel calls kfree(%p) for a page that is %s",
                    judge_when(), pointer, is_freed(pa) ? "free already" : "not allocated");
    } else if (before == 1 && is_in_force(pa)) {
        judge_wrong(judge_step_from(3),
                    "%s, the kernel frees page %#lx of the page table that is in force",
                    judge_when(), pa);
    }
    kernels_kfree(pointer);
}
