// Unusual right ways to do E3.

//// collects-first
// First notes all pages to free, then frees them, the root before all others. It reads no page after it
// was freed.
void
free_everything(x86_64_pagetable *pt) {
    static void *pages[1024];
    unsigned n = 0;
    pages[n++] = pt;
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        pages[n++] = ptiter_kptr(&it);
    }
    for (vmiter it = vmiter_make(pt, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            pages[n++] = vmiter_kptr(&it);
        }
    }
    for (unsigned i = 0; i < n; ++i) {
        kfree(pages[i]);
    }
}

//// console-skipped
// Leaves out the console's page, in case it is mapped, since it belongs to no process. Looks at every
// page, and unmaps it after it frees it.
void
free_everything(x86_64_pagetable *pt) {
    for (uint64_t va = 0; va < MEMSIZE_VIRTUAL; va += PAGESIZE) {
        vmiter it = vmiter_make(pt, va);
        if (vmiter_user(&it) && vmiter_pa(&it) != CONSOLE_ADDR) {
            kfree(vmiter_kptr(&it));
            vmiter_map(&it, (uint64_t) -1, 0);
        }
    }
    ptiter it = ptiter_make(pt);
    while (ptiter_low(&it)) {
        x86_64_pagetable *table = ptiter_kptr(&it);
        ptiter_next(&it);
        kfree(table);
    }
    kfree(pt);
}

//// list-in-the-pages
// The pages to free hold the list of pages to free: they are still the process's.
void
free_everything(x86_64_pagetable *pt) {
    void *list = NULL;
    for (vmiter it = vmiter_make(pt, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            void **page = vmiter_kptr(&it);
            *page = list;
            list = page;
        }
    }
    while (list != NULL) {
        void *page = list;
        list = *(void **) page;
        kfree(page);
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

//// logs
// Logs what it does, without newlines, and in lines like those of a check.
void
free_everything(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            log_printf("[%p]", vmiter_kptr(&it));
            kfree(vmiter_kptr(&it));
        }
    }
    log_printf("check: done");
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

//// range-wise
// Range after range: a hole is one step, and so is a page. The iterator moves to the next range before
// the page is freed.
void
free_everything(x86_64_pagetable *pt) {
    vmiter it = vmiter_make(pt, 0);
    while (vmiter_va(&it) < MEMSIZE_VIRTUAL) {
        void *page = vmiter_user(&it) ? vmiter_kptr(&it) : NULL;
        vmiter_next_range(&it);
        kfree(page);
    }
    for (ptiter tables = ptiter_make(pt); !ptiter_done(&tables); ptiter_next(&tables)) {
        kfree(ptiter_kptr(&tables));
    }
    kfree(pt);
}

//// scratch-page
// Notes the pages in a page from kalloc, and gives that page back.
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
    kfree(pages);
    kfree(pt);
}

//// walk-by-hand
// A recursive walk over entries: it frees what an entry leads to before the page that the entry is in, and
// passes the permissions of upper levels down.
static void
free_level(x86_64_pagetable *table, int level, uint64_t start, bool user) {
    const uint64_t size = 1UL << (12 + 9 * (level - 1));
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
    kfree(table);
}

void
free_everything(x86_64_pagetable *pt) {
    free_level(pt, 4, 0, true);
}
