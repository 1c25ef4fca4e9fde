// addresses.c: describes addresses in words. It reads page tables entry by entry, as the processor
// does.

#include "addresses.h"
#include "exceptions.h"
#include "levels.h"
#include "log.h"
#include "math.h"
#include "page-uses.h"
#include "printf.h"
#include "pte.h"
#include "vmiter.h"

void
address_walk_log(const x86_64_pagetable *pt, uint64_t va, uint64_t error) {
    uint64_t table = kptr2pa(pt);
    for (int level = 4; level >= 1; --level) {
        x86_64_pageentry_t entry = pte_read(entry_pa(table, va, level));
        const char *refused = entry_refusal(entry, level, error);
        char words[80];
        entry_describe(entry, refused, words, sizeof(words));
        log_printf("  L%d[0x%03x] %016lx %s\n", level, level_index(va, level), entry, words);
        if (refused != NULL || entry_is_large(entry, level)) {
            return;
        }
        table = entry & PTE_PAMASK;
    }
}

static const char *page_description(uint64_t pa, bool in_process);

const char *
address_description(x86_64_pagetable *pt, uint64_t va, const process_view *view) {
    vmiter it = vmiter_make(pt, va);
    bool present = vmiter_present(&it);
    uint64_t pa = present ? vmiter_pa(&it) : va - DIRECT_MAP;
    if (view != NULL && va == 0 && view->regs->reg_rip == 0
        && view->regs->reg_rsp == view->memory_end) { // process_main was called by no function
        return "nowhere: its process_main has returned";
    } else if (va < PAGESIZE) {
        return "the null page";
    } else if (round_down(va, PAGESIZE) == KERNEL_STACK_BOTTOM - PAGESIZE) {
        return "the guard page of the kernel's stack";
    } else if (view != NULL && !vmiter_user(&it)
               && va + PAGESIZE - view->regs->reg_rsp < 2 * PAGESIZE) {
        return "past the end of its stack";
    } else if (pa < MEMSIZE_PHYSICAL) {
        return page_description(pa, view != NULL);
    } else if (present) {
        return "code or constants of its program";
    }
    bool own = view != NULL && va >= view->memory_start && va < view->memory_end;
    return own ? "its own memory, where no page is mapped" : "nothing at all";
}

extern const char kernel_text_start[], kernel_text_end[]; // link/kernel.ld

static const char *
page_description(uint64_t pa, bool in_process) {
    static const char *const kinds[] = {[PAGE_RESERVED] = "a device's memory",
                                        [PAGE_KERNEL] = "the kernel's memory",
                                        [PAGE_CONSOLE] = "the console",
                                        [PAGE_TICKS] = "the page of ticks"};
    static char of_process[40];
    page_view page;
    view_page(pa, &page);
    if (pa >= (uint64_t) kernel_text_start && pa < (uint64_t) kernel_text_end) {
        return "the kernel's code";
    } else if (page.kind != PAGE_ALLOCATABLE) {
        return kinds[page.kind];
    } else if (page.refcount == 0) {
        return "a free page";
    } else if (!in_process || pa / PAGESIZE >= SHOWN_PAGES) { // page tables may be wrong
        return "an allocated page";
    }
    page_uses_find();
    uint16_t owner = page_uses[pa / PAGESIZE].owner;
    snprintf(of_process, sizeof(of_process), "a page of process %u", owner);
    return owner == OWNER_KERNEL                            ? "a page of the kernel"
           : owner == OWNER_SHARED || owner == OWNER_NOBODY ? "an allocated page"
                                                            : of_process;
}
