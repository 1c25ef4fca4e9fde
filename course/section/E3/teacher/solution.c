// First the pages that users can access: the page tables are needed to find them. Then the page-table
// pages, each after those that it leads to: that is the order of ptiter, which never looks again at a
// page that it has visited. ptiter does not visit the root, which comes last.
// Usual mistakes: to free a table and then read in it; to forget the root; to free the kernel's pages,
// which every page table maps.
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
}
