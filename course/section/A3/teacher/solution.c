// vmiter_map maps whole pages, so both addresses are those of pages: take the last three hexadecimal
// digits off. P(0x4019) = 0x19 asks for the page at 0x4000 to map to the page at 0. The usual mistakes:
// giving vmiter_map the addresses of the points (it panics, since they are not page-aligned), taking the
// offset 0x19 for a page number, and mapping in kernel_pagetable.
void
a3_map(x86_64_pagetable *pt3) {
    vmiter_map(vmiter_at(pt3, 0), 0x1F000, PTE_P | PTE_W);
    vmiter_map(vmiter_at(pt3, 0x4000), 0, PTE_P | PTE_W);
    vmiter_map(vmiter_at(pt3, 0x100000), 0x50000, PTE_P | PTE_W);
}
