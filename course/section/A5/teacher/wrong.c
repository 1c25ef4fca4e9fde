// Wrong ways to do A5.

//// 16-bits-of-pages
// says: right for small values, but not from about 0x[0-9a-f]+ on
// The number of pages in 16 bits.
uint64_t
a5_virtual_pages(uint64_t sz) {
    unsigned short pages = (unsigned short) ((sz + PAGESIZE - 1) / PAGESIZE);
    return pages;
}

//// 32-bits-of-pages
// says: right for small values, but not from about 0xfff
// A number of pages needs more than 32 bits, too.
uint64_t
a5_virtual_pages(uint64_t sz) {
    unsigned pages = (unsigned) ((sz + PAGESIZE - 1) / PAGESIZE);
    return pages;
}

//// at-least-one
// says: one page too few, but only where sz is not a multiple of the page size
// The same, corrected only for objects smaller than a page.
uint64_t
a5_virtual_pages(uint64_t sz) {
    return sz < PAGESIZE ? 1 : sz / PAGESIZE;
}

//// bytes
// says: counts too many pages
// Rounds up, and forgets to divide.
uint64_t
a5_virtual_pages(uint64_t sz) {
    return round_up(sz, PAGESIZE);
}

//// char-for-the-rest
// says: one page too few.* multiple of 256 .*: a char keeps nothing
// A char on the way: bytes beyond the last whole page are forgotten if they are 256, 512, 768, ...
uint64_t
a5_virtual_pages(uint64_t sz) {
    char rest = sz % PAGESIZE;
    return sz / PAGESIZE + (rest != 0);
}

//// divides-by-zero
// says: a5_virtual_pages\(0x1\) panics
// Divides by the number of pages in the size.
uint64_t
a5_virtual_pages(uint64_t sz) {
    volatile uint64_t pages = sz / PAGESIZE;
    return sz / pages;
}

//// int
// says: right for small values, but not from about 0x7fff
// An int on the way.
uint64_t
a5_virtual_pages(uint64_t sz) {
    int size = (int) sz;
    return (uint64_t) ((size + PAGESIZE - 1) / PAGESIZE);
}

//// page-by-page
// says: takes too long: .* do not visit each of them
// Goes from page to page: 2^35 steps for the largest object.
uint64_t
a5_virtual_pages(uint64_t sz) {
    volatile uint64_t pages = 0;
    for (uint64_t at = 0; at < sz; at += PAGESIZE) {
        pages += 1;
    }
    return pages;
}

//// plus-one
// says: one page too many whenever sz is a multiple of the page size
// One page too many for whole pages.
uint64_t
a5_virtual_pages(uint64_t sz) {
    return sz / PAGESIZE + 1;
}

//// rounded-down
// says: one page too few whenever sz is not a multiple of the page size
// Forgets the page that is not full.
uint64_t
a5_virtual_pages(uint64_t sz) {
    return sz / PAGESIZE;
}

//// unaligned
// says: one page too many
// Counts a page more, as if the object could start anywhere.
uint64_t
a5_virtual_pages(uint64_t sz) {
    return (sz + PAGESIZE - 1) / PAGESIZE + 1;
}
