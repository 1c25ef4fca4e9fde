// Wrong ways to do A7.

//// 32-bits-of-pages
// says: right for small values, but not from about 0xf{11} on
// A number of pages needs more than 32 bits, too.
uint64_t
a7_virtual_pages(uint64_t va, uint64_t sz) {
    unsigned pages = (unsigned) ((va + sz - 1) / PAGESIZE - va / PAGESIZE + 1);
    return pages;
}

//// char-for-the-offset
// says: one page too few, but only where .*va is not page-aligned
// The offset in the page in a byte.
uint64_t
a7_virtual_pages(uint64_t va, uint64_t sz) {
    unsigned char offset = va % PAGESIZE;
    return (offset + sz + PAGESIZE - 1) / PAGESIZE;
}

//// end-for-last
// says: one page too many whenever the object ends exactly at the end of a page
// The page of va + sz, which is after the object, in place of that of its last byte.
uint64_t
a7_virtual_pages(uint64_t va, uint64_t sz) {
    return (va + sz) / PAGESIZE - va / PAGESIZE + 1;
}

//// end-in-a-char
// says: a char keeps nothing
// The object's part of its last page, in a char.
uint64_t
a7_virtual_pages(uint64_t va, uint64_t sz) {
    char rest = (va + sz) % PAGESIZE;
    return (va + sz) / PAGESIZE - va / PAGESIZE + (rest != 0);
}

//// end-minus-start
// says: one page too few whenever the object does not end at the end of a page
// The page of the end minus the page of the start: the last page is missing, unless it is full.
uint64_t
a7_virtual_pages(uint64_t va, uint64_t sz) {
    return (va + sz) / PAGESIZE - va / PAGESIZE;
}

//// int
// says: right for small values, but not from about 0x8000
// The right formula, in int.
uint64_t
a7_virtual_pages(uint64_t va, uint64_t sz) {
    int first = (int) va, last = (int) (va + sz - 1);
    return (uint64_t) (last / PAGESIZE - first / PAGESIZE + 1);
}

//// one-more-if-unaligned
// says: one page too many, but only where .*va is not page-aligned
// A page more whenever va is not page-aligned, also if the object does not reach it.
uint64_t
a7_virtual_pages(uint64_t va, uint64_t sz) {
    return (sz + PAGESIZE - 1) / PAGESIZE + (va % PAGESIZE != 0);
}

//// page-by-page
// says: takes too long: .* do not visit each of them
// Goes from page to page: 2^35 steps for the largest object.
uint64_t
a7_virtual_pages(uint64_t va, uint64_t sz) {
    volatile uint64_t pages = 0;
    for (uint64_t at = round_down(va, PAGESIZE); at < va + sz; at += PAGESIZE) {
        pages += 1;
    }
    return pages;
}

//// size-only
// says: one page too few, but only where .*va is not page-aligned
// The size in pages, rounded up: A5's formula.
uint64_t
a7_virtual_pages(uint64_t va, uint64_t sz) {
    (void) va;
    return (sz + PAGESIZE - 1) / PAGESIZE;
}

//// size-plus-one
// says: a7_virtual_pages counts one page too many
// The same, and always one more.
uint64_t
a7_virtual_pages(uint64_t va, uint64_t sz) {
    (void) va;
    return (sz + PAGESIZE - 1) / PAGESIZE + 1;
}
