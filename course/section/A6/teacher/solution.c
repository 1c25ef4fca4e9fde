// A mapping function need not be one to one (A4): all virtual pages of the object may map to one physical
// page. And a virtual page maps to one physical page, so there are never more physical pages than virtual
// ones. The usual mistakes: the same number twice; 0 as the smallest, though every page is mapped; one
// more as the largest, as if a virtual page could lie across two physical ones.
uint64_t
a6_fewest_physical_pages(uint64_t sz) {
    (void) sz;
    return 1;
}

uint64_t
a6_most_physical_pages(uint64_t sz) {
    return (sz + PAGESIZE - 1) / PAGESIZE;
}
