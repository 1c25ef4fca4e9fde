// page-uses.c: counts the references to physical pages, and compares the counts with the kernel's.

#include "page-uses.h"
#include "direct-map.h"
#include "log.h"
#include "ptiter.h"
#include "vmiter.h"

page_use page_uses[SHOWN_PAGES];

static void look_through(const process_view *view, uint16_t owner);
static void compare_with_kernel(uint64_t pa, page_use *use);

void
page_uses_find(void) {
    for (size_t i = 0; i < SHOWN_PAGES; ++i) {
        page_uses[i] = (page_use) {.contradiction = page_uses[i].contradiction};
    }
    look_through(&(process_view) {.pagetable = kernel_pagetable}, OWNER_KERNEL);
    process_view view;
    for (pid_t pid = 1; pid <= view_last_pid; ++pid) {
        if (view_process(pid, &view)) {
            look_through(&view, (uint16_t) pid);
        }
    }
    for (size_t i = 0; i < SHOWN_PAGES; ++i) {
        compare_with_kernel(i * PAGESIZE, &page_uses[i]);
    }
}

static void
add_use(uint64_t pa, uint16_t owner) {
    if (pa / PAGESIZE < SHOWN_PAGES) {
        page_use *use = &page_uses[pa / PAGESIZE];
        use->owner = use->references == 0 || use->owner == owner ? owner : OWNER_SHARED;
        use->references += 1;
    }
}

static void add_mapped_pages(const process_view *view, const ptiter *table, uint16_t owner);

// look_through(view, owner)
//    Adds the pages that `owner` maps, and its page-table pages. It counts page-table pages that
//    processes share with the kernel only for the kernel: the section's kernel has one page table
//    for all processes, and the complete kernel's high half is the same in all page tables.
static void
look_through(const process_view *view, uint16_t owner) {
    bool own = owner == OWNER_KERNEL || view->pagetable != kernel_pagetable;
    if (own) {
        add_use(kptr2pa(view->pagetable), owner);
    }
    ptiter it = ptiter_make(view->pagetable);
    for (; owner == OWNER_KERNEL ? !ptiter_done(&it) : ptiter_low(&it); ptiter_next(&it)) {
        if (own) {
            add_use(ptiter_pa(&it), owner);
        }
        if (ptiter_level(&it) == 1 && ptiter_low(&it)) {
            add_mapped_pages(view, &it, owner);
        }
    }
}

// add_mapped_pages(view, table, owner)
//    Adds the pages that users can access through `table`, a page-table page of level 1. It reads
//    the entries directly, without a walk for each: there may be hundreds of processes with
//    hundreds of pages.
static void
add_mapped_pages(const process_view *view, const ptiter *table, uint16_t owner) {
    const uint64_t user = vmiter_make(view->pagetable, ptiter_va(table)).allowed & PTE_U;
    const x86_64_pagetable *entries = ptiter_kptr(table);
    uint64_t va = ptiter_va(table);
    for (unsigned i = 0; i < NPAGETABLEENTRIES; ++i, va += PAGESIZE) {
        x86_64_pageentry_t entry = entries->entry[i];
        uint64_t page = (entry & PTE_PAMASK) / PAGESIZE;
        if ((entry & PTE_P) && (entry & user) && page < SHOWN_PAGES) {
            page_uses[page].user = true;
            if (va >= view->memory_start && va < view->memory_end) {
                add_use(page * PAGESIZE, owner);
            }
        }
    }
}

// find_contradiction(use)
//    What is wrong with a page, in words, or NULL.
static const char *
find_contradiction(const page_use *use) {
    const page_view *view = &use->view;
    if ((view->kind == PAGE_KERNEL || view->kind == PAGE_RESERVED) && use->user) {
        return "is the kernel's, and users can access it";
    } else if (view->kind != PAGE_ALLOCATABLE) {
        return NULL;
    } else if (view->refcount == 0 && use->references > 0) {
        return "is free, and still in use";
    } else if (view->refcount > 0 && use->references == 0) {
        return "is allocated, and nothing refers to it";
    } else if (view->refcount != use->references) {
        return "has a reference count that is not the number of references";
    }
    return NULL;
}

static void
compare_with_kernel(uint64_t pa, page_use *use) {
    view_page(pa, &use->view);
    const char *last_time = use->contradiction;
    use->contradiction = find_contradiction(use);
    if (use->contradiction != NULL && last_time == NULL) {
        log_printf("memory viewer: the page at %#lx %s (count %u, references %u)\n", pa,
                   use->contradiction, use->view.refcount, use->references);
    }
}
