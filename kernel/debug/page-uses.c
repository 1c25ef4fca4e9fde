// page-uses.c: counts the uses of physical pages, and compares them with what the kernel says.

#include "page-uses.h"
#include "direct-map.h"
#include "log.h"
#include "ptiter.h"
#include "vmiter.h"

page_use page_uses[SHOWN_PAGES];

static void add_pagetable_pages(x86_64_pagetable *pt, uint16_t owner);
static void add_mapped_pages(const process_view *view, uint16_t owner);
static void note_open_pages(x86_64_pagetable *pt);
static void compare_with_kernel(uint64_t pa, page_use *use);

void
page_uses_find(void) {
    for (size_t i = 0; i < SHOWN_PAGES; ++i) {
        page_uses[i] = (page_use) {.contradiction = page_uses[i].contradiction};
    }
    add_pagetable_pages(kernel_pagetable, OWNER_KERNEL);
    note_open_pages(kernel_pagetable);
    for (pid_t pid = 1; pid <= view_last_pid; ++pid) {
        process_view view;
        if (!view_process(pid, &view)) {
            continue;
        } else if (view.pagetable != kernel_pagetable) { // one kernel has a table for all
            add_pagetable_pages(view.pagetable, (uint16_t) pid);
            note_open_pages(view.pagetable);
        }
        add_mapped_pages(&view, (uint16_t) pid);
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

static void
add_pagetable_pages(x86_64_pagetable *pt, uint16_t owner) {
    add_use(kptr2pa(pt), owner);
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        if (owner == OWNER_KERNEL || ptiter_low(&it)) { // the high half is everybody's
            add_use(ptiter_pa(&it), owner);
        }
    }
}

static void
add_mapped_pages(const process_view *view, uint16_t owner) {
    vmiter it = vmiter_make(view->pagetable, view->memory_start);
    for (; vmiter_va(&it) < view->memory_end; vmiter_advance(&it, PAGESIZE)) {
        if (vmiter_user(&it)) {
            add_use(vmiter_pa(&it), owner);
        }
    }
}

// note_open_pages(pt)
//    Notes which pages users can access in `pt`.
static void
note_open_pages(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_low(&it); vmiter_next(&it)) {
        if (vmiter_user(&it) && vmiter_pa(&it) / PAGESIZE < SHOWN_PAGES) {
            page_uses[vmiter_pa(&it) / PAGESIZE].user = true;
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
    } else if (use->references > 0 && view->refcount != use->references) {
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
