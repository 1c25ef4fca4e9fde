// One iterator goes over `src`, page by page, and gives the physical address and the permissions for each
// address. For an address that is not mapped these are (uint64_t) -1 and 0. To map with 0 is to unmap,
// which changes nothing where nothing is mapped; so no address needs a case of its own. vmiter_map gets
// the page-table pages of `dst` from kalloc.
// Usual mistakes: to write permissions down instead of asking for them; the end of the loop; to copy
// entries of the root, after which both tables share all page-table pages below.
void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (uint64_t va = 0; va < MEMSIZE_VIRTUAL; va += PAGESIZE) {
        vmiter it = vmiter_make(src, va);
        vmiter_map(vmiter_at(dst, va), vmiter_pa(&it), vmiter_perm(&it));
    }
}
