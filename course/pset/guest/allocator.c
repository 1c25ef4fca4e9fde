// allocator.c: stands between the kernel and its allocator. Pages that kalloc returns are full of
// old data. From step 3 on, the judge also keeps most pages for itself, so that those that the
// kernel gets come from all over memory and are no neighbours; and a page that is free is not mapped
// for the kernel, so that nothing uses it.

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
static bool any_freed;
static unsigned count, failing, failed;
static bool used;

static bool at_work, touched;     // the kernel's allocator; it has touched a free page
static pid_t set_up;              // the process that the kernel sets up; 0: none

// Which allocation a page is from: of a call (`pid` is 0), or for a process that was set up.
static struct origin {
    pid_t pid;
    unsigned number;
} origin[JUDGED_PAGES];

bool
is_judges(uint64_t pa) {
    return pa < MEMSIZE_PHYSICAL && judges[pa / PAGESIZE];
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
is_free(uint64_t pa) {
    page_view view;
    view_page(pa, &view);
    return view.kind == PAGE_ALLOCATABLE && view.refcount == 0;
}

unsigned
free_pages(void) {
    unsigned n = 0;
    for (uint64_t pa = 0; pa < MEMSIZE_PHYSICAL; pa += PAGESIZE) {
        n += is_free(pa);
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
    set_up = 0;
}

void
allocator_begin_setup(pid_t pid) {
    allocator_begin_call(report_option("setups", 0) ? (unsigned) pid - 1 : 0);
    set_up = pid;
}

void
allocator_map_freed(bool mapped) {
    for (uint64_t pa = 0; pa < MEMSIZE_PHYSICAL; pa += PAGESIZE) {
        if (is_freed(pa)) {
            set_mapped(pa, mapped);
        }
    }
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

bool
allocator_touches(uint64_t pa) {
    const bool may = at_work && pa < MEMSIZE_PHYSICAL && is_free(pa);
    if (may) {
        touched = true;
        set_mapped(pa, true);
    }
    return may;
}

// rest()
//    The kernel's allocator is done: free pages that it has touched are not mapped any more.
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
kalloc(size_t size) {
    keep_pages();
    used = true;
    if (failing != 0 && --failing == 0) {
        failed = now.failed = count + 1;
        return NULL;
    }
    at_work = true;
    void *page = student_kalloc(size);
    rest();
    if (page == NULL) {
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
    if (pt != kernel_pagetable) {
        write_cr3(kptr2pa(kernel_pagetable));
        for (ptiter it = ptiter_make(pt); ptiter_low(&it) && !found; ptiter_next(&it)) {
            found = ptiter_pa(&it) == pa;
        }
        write_cr3(kptr2pa(pt));
    }
    return found;
}

void
kfree(void *pointer) {
    used = true;
    if (pointer == NULL) {
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
    at_work = true;
    student_kfree(pointer);
    rest();
    unsigned after = refcount(pa);
    if (after != before - 1) {
        judge_wrong(judge_step_from(before > 1 ? 7 : 3), "%s, kfree(%p): the page's count was %u, and is %u now", judge_when(),
                    pointer, before, after);
    } else if (after == 0) {
        freed[pa / PAGESIZE] = any_freed = true;
        set_mapped(pa, false);
    }
}
