// Unusual right ways to do A5.

//// last-byte
// The number of the page with the last byte, and one for page 0.
uint64_t
a5_virtual_pages(uint64_t sz) {
    return (sz - 1) / PAGESIZE + 1;
}

//// level-by-level
// Counts whole page tables first: steps of 512 GiB, 1 GiB, 2 MiB, and then of pages.
uint64_t
a5_virtual_pages(uint64_t sz) {
    uint64_t pages = 0, left = sz;
    for (uint64_t step = 1UL << 39; step >= PAGESIZE; step /= NPAGETABLEENTRIES) {
        for (; left >= step; left -= step) {
            pages += step / PAGESIZE;
        }
    }
    return left > 0 ? pages + 1 : pages;
}

//// remainder
// Whole pages, and one if there is a remainder.
uint64_t
a5_virtual_pages(uint64_t sz) {
    return sz / PAGESIZE + (sz % PAGESIZE != 0);
}

//// shift
// Negative numbers round the other way.
uint64_t
a5_virtual_pages(uint64_t sz) {
    return (uint64_t) -(-(int64_t) sz >> 12);
}
