// One iterator goes over `src`, page after page, and says for each address what there is to say: the
// physical address and the permissions. For an address that is not mapped these are (uint64_t) -1 and
// 0, and mapping that is to unmap, which changes nothing where nothing is mapped; so no address needs a
// case of its own. `dst` gets its page-table pages from vmiter_map, which asks kalloc for them.
// Usual mistakes: permissions that are written down instead of asked for; the end of the loop; copying
// entries of the root, after which both tables share all that hangs below.
void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (uint64_t va = 0; va < MEMSIZE_VIRTUAL; va += PAGESIZE) {
        vmiter it = vmiter_make(src, va);
        vmiter_map(vmiter_at(dst, va), vmiter_pa(&it), vmiter_perm(&it));
    }
}
