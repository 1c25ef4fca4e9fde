// Unusual right ways to do A6.

//// last-byte
// Written with the object's last byte; the fewest as a comparison.
uint64_t
a6_fewest_physical_pages(uint64_t sz) {
    return sz > 0;
}

uint64_t
a6_most_physical_pages(uint64_t sz) {
    return (sz - 1) / PAGESIZE + 1;
}

//// remainder
// Whole pages, and one if there is a remainder; the fewest with a minimum.
uint64_t
a6_fewest_physical_pages(uint64_t sz) {
    return min(sz, 1);
}

uint64_t
a6_most_physical_pages(uint64_t sz) {
    uint64_t pages = sz >> 12;
    if ((sz & 0xFFF) != 0) {
        ++pages;
    }
    return pages;
}

//// uses-a5
// with: A5
// As many as there are virtual pages; A5 knows their number.
uint64_t
a6_fewest_physical_pages(uint64_t sz) {
    return min(1, a5_virtual_pages(sz));
}

uint64_t
a6_most_physical_pages(uint64_t sz) {
    return a5_virtual_pages(sz);
}
