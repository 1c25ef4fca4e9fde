// Wrong ways to do E3.

//// above-the-end
// says: frees the user page at 0x300000, which is not below
// The low half ends far above MEMSIZE_VIRTUAL.
void
free_everything(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_low(&it); vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            kfree(vmiter_kptr(&it));
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

//// array-overflows
// says: panics: a function writes beyond the end of a variable of its own
// An array of 16 for all pages, without a bound: an ordinary process overwrites the kernel's stack.
void
free_everything(x86_64_pagetable *pt) {
    void *pages[16];
    int n = 0;
    for (vmiter it = vmiter_make(pt, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            pages[n++] = vmiter_kptr(&it);
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        pages[n++] = ptiter_kptr(&it);
    }
    for (int i = 0; i < n; ++i) {
        kfree(pages[i]);
    }
    kfree(pt);
}

//// clears-too-much
// says: writes to the kernel's page at 0x90000
// Clears each page before it frees it, and a few bytes too many.
#include "string.h"

void
free_everything(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            memset(vmiter_kptr(&it), 0, PAGESIZE + 16);
            kfree(vmiter_kptr(&it));
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

//// counts-in-a-char
// says: does not free the user page at .*about 100 user pages
// Visits at most 100 pages, mapped or not: enough for small processes.
void
free_everything(x86_64_pagetable *pt) {
    signed char left = 100;
    for (vmiter it = vmiter_make(pt, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_user(&it) && left > 0) {
            kfree(vmiter_kptr(&it));
        }
        left -= left > 0;
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

//// eight-pages
// says: does not free the user page at .*about 100 user pages
// An array for eight user pages; the others are forgotten.
void
free_everything(x86_64_pagetable *pt) {
    void *pages[8];
    int n = 0;
    for (vmiter it = vmiter_make(pt, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_user(&it) && n < 8) {
            pages[n++] = vmiter_kptr(&it);
        }
    }
    while (n > 0) {
        kfree(pages[--n]);
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

//// first-of-each-level
// says: does not free the level-1 page-table page for addresses from 0x200000
// Follows only the first entry of each level.
void
free_everything(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            kfree(vmiter_kptr(&it));
        }
    }
    x86_64_pagetable *level3 = (x86_64_pagetable *) (pt->entry[0] & PTE_PAMASK);
    x86_64_pagetable *level2 = (x86_64_pagetable *) (level3->entry[0] & PTE_PAMASK);
    x86_64_pagetable *level1 = (x86_64_pagetable *) (level2->entry[0] & PTE_PAMASK);
    kfree(level1);
    kfree(level2);
    kfree(level3);
    kfree(pt);
}

//// from-proc-start
// says: does not free the user page at 0x0
// The exercise does not say that users have nothing below PROC_START_ADDR; the loop must start at 0.
void
free_everything(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, PROC_START_ADDR); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            kfree(vmiter_kptr(&it));
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

//// kernel-pages-freed
// says: frees the kernel's page at 0x40000, which users cannot access
// Frees every mapped page: also the kernel's, which every page table maps.
void
free_everything(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_present(&it)) {
            kfree(vmiter_kptr(&it));
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

//// last-level-decides
// says: an upper level does not let them in
// Asks only the last level's entry whether users may access the page. All levels count.
static void
free_level(x86_64_pagetable *table, int level, uint64_t start) {
    const uint64_t size = 1UL << (12 + 9 * (level - 1));
    for (unsigned i = 0; i < NPAGETABLEENTRIES; ++i) {
        x86_64_pageentry_t entry = table->entry[i];
        uint64_t va = start + i * size;
        if ((entry & PTE_P) && level > 1) {
            free_level((x86_64_pagetable *) (entry & PTE_PAMASK), level - 1, va);
        } else if ((entry & PTE_P) && (entry & PTE_U) && va < MEMSIZE_VIRTUAL) {
            kfree((void *) (entry & PTE_PAMASK));
        }
    }
    kfree(table);
}

void
free_everything(x86_64_pagetable *pt) {
    free_level(pt, 4, 0);
}

//// leaks-a-page
// says: keeps a page of its own from kalloc
// A scratch page from kalloc that the function never gives back.
void
free_everything(x86_64_pagetable *pt) {
    void **pages = kalloc(PAGESIZE);
    int n = 0;
    for (vmiter it = vmiter_make(pt, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            pages[n++] = vmiter_kptr(&it);
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    while (n > 0) {
        kfree(pages[--n]);
    }
    kfree(pt);
}

//// list-grows
// says: frees .*, of a table freed before|frees the .* twice
// A static list that the function does not empty between two calls.
void
free_everything(x86_64_pagetable *pt) {
    static void *pages[1024];
    static int n;
    for (vmiter it = vmiter_make(pt, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            pages[n++] = vmiter_kptr(&it);
        }
    }
    for (int i = 0; i < n; ++i) {
        kfree(pages[i]);
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

//// one-level-only
// says: does not free the level-3 page-table page
// Only the page-table pages of the last level: there are more above them.
void
free_everything(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            kfree(vmiter_kptr(&it));
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        if (ptiter_level(&it) == 1) {
            kfree(ptiter_kptr(&it));
        }
    }
    kfree(pt);
}

//// only-writable-pages
// says: does not free the user page at 0x3000
// Users' read-only pages are to be freed, too.
void
free_everything(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_allows(&it, PTE_U | PTE_W)) {
            kfree(vmiter_kptr(&it));
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

//// read-after-free
// says: touches the level-1 page-table page .* after it was freed
// A recursive walk that frees a page-table page before it has read all of it.
static void
free_level(x86_64_pagetable *table, int level, uint64_t start, bool user) {
    const uint64_t size = 1UL << (12 + 9 * (level - 1));
    if (level == 1) {
        kfree(table);
    }
    for (unsigned i = 0; i < NPAGETABLEENTRIES; ++i) {
        x86_64_pageentry_t entry = table->entry[i];
        uint64_t va = start + i * size;
        if ((entry & PTE_P) && level > 1) {
            free_level((x86_64_pagetable *) (entry & PTE_PAMASK), level - 1, va,
                       user && (entry & PTE_U));
        } else if ((entry & PTE_P) && (entry & PTE_U) && user && va < MEMSIZE_VIRTUAL) {
            kfree((void *) (entry & PTE_PAMASK));
        }
    }
    if (level > 1) {
        kfree(table);
    }
}

void
free_everything(x86_64_pagetable *pt) {
    free_level(pt, 4, 0, true);
}

//// root-first
// says: touches the root after it was freed
// Frees the root first, though all other pages are found from there.
void
free_everything(x86_64_pagetable *pt) {
    kfree(pt);
    for (vmiter it = vmiter_make(pt, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            kfree(vmiter_kptr(&it));
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
}

//// root-forgotten
// says: does not free the root
// ptiter visits every page-table page but the root.
void
free_everything(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            kfree(vmiter_kptr(&it));
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
}

//// root-twice
// says: frees the root twice
// The recursion frees the page that it gets; so does the caller.
void
free_everything(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            kfree(vmiter_kptr(&it));
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
    kfree(pt);
}

//// stops-at-a-hole
// says: does not free the user page at
// Ends at the first page that is not the process's, after its first one.
void
free_everything(x86_64_pagetable *pt) {
    bool found = false;
    for (vmiter it = vmiter_make(pt, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            found = true;
            kfree(vmiter_kptr(&it));
        } else if (found) {
            break;
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

//// tables-before-data
// says: touches the level-3 page-table page .* after it was freed
// Frees the page-table pages first, though they are needed to find the user pages.
void
free_everything(x86_64_pagetable *pt) {
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    for (vmiter it = vmiter_make(pt, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            kfree(vmiter_kptr(&it));
        }
    }
    kfree(pt);
}

//// tables-forgotten
// says: does not free the root
// Frees the pages of the process, but forgets that the page table consists of pages, too.
void
free_everything(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            kfree(vmiter_kptr(&it));
        }
    }
}

//// unmaps-at-last
// says: touches the root after it was freed
// Clears the page at the end; but by then it may have another owner.
void
free_everything(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            kfree(vmiter_kptr(&it));
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
    pt->entry[0] = 0;
}

//// writes-to-kernels-pages
// says: writes to the kernel's page at 0x2f0000
// Clears pages that it does not free.
#include "string.h"

void
free_everything(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            kfree(vmiter_kptr(&it));
        } else if (vmiter_present(&it) && vmiter_va(&it) >= PROC_START_ADDR) {
            memset(vmiter_kptr(&it), 0, PAGESIZE);
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}
