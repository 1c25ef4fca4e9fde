// Wrong ways to do A6.

//// 16-bits-of-pages
// says: a6_most_physical_pages is right for small values
// The number of pages in 16 bits.
uint64_t
a6_fewest_physical_pages(uint64_t sz) {
    (void) sz;
    return 1;
}

uint64_t
a6_most_physical_pages(uint64_t sz) {
    short pages = (short) ((sz + PAGESIZE - 1) / PAGESIZE);
    return (uint64_t) pages;
}

//// across
// says: a6_most_physical_pages counts one page too many
// One more as the largest number, as if the object could start anywhere in a physical page.
uint64_t
a6_fewest_physical_pages(uint64_t sz) {
    (void) sz;
    return 1;
}

uint64_t
a6_most_physical_pages(uint64_t sz) {
    return (sz + PAGESIZE - 1) / PAGESIZE + 1;
}

//// always-one
// says: a6_most_physical_pages counts too few pages
// One page as the largest number, too.
uint64_t
a6_fewest_physical_pages(uint64_t sz) {
    (void) sz;
    return 1;
}

uint64_t
a6_most_physical_pages(uint64_t sz) {
    (void) sz;
    return 1;
}

//// int
// says: a6_most_physical_pages is right for small values
// An int on the way.
uint64_t
a6_fewest_physical_pages(uint64_t sz) {
    (void) sz;
    return 1;
}

uint64_t
a6_most_physical_pages(uint64_t sz) {
    return (uint64_t) (((int) sz + PAGESIZE - 1) / PAGESIZE);
}

//// none-below-a-page
// says: a6_most_physical_pages counts one page too few .*smaller than a page
// An object that is smaller than a page has none.
uint64_t
a6_fewest_physical_pages(uint64_t sz) {
    (void) sz;
    return 1;
}

uint64_t
a6_most_physical_pages(uint64_t sz) {
    return sz < PAGESIZE ? 0 : (sz + PAGESIZE - 1) / PAGESIZE;
}

//// none
// says: always returns 0; but every page of the object is mapped
// 0 as the smallest number, as if pages could be missing.
uint64_t
a6_fewest_physical_pages(uint64_t sz) {
    return 0 * sz;
}

uint64_t
a6_most_physical_pages(uint64_t sz) {
    return (sz + PAGESIZE - 1) / PAGESIZE;
}

//// one-to-one
// says: physical page of its own
// A physical page for each virtual one.
uint64_t
a6_fewest_physical_pages(uint64_t sz) {
    return (sz + PAGESIZE - 1) / PAGESIZE;
}

uint64_t
a6_most_physical_pages(uint64_t sz) {
    return (sz + PAGESIZE - 1) / PAGESIZE;
}

//// page-a-byte
// says: a6_most_physical_pages counts too many pages
// A physical page for each byte.
uint64_t
a6_fewest_physical_pages(uint64_t sz) {
    (void) sz;
    return 1;
}

uint64_t
a6_most_physical_pages(uint64_t sz) {
    return sz;
}

//// plus-one
// says: a6_most_physical_pages counts one page too many whenever sz is a multiple
// One page too many for whole pages.
uint64_t
a6_fewest_physical_pages(uint64_t sz) {
    (void) sz;
    return 1;
}

uint64_t
a6_most_physical_pages(uint64_t sz) {
    return sz / PAGESIZE + 1;
}

//// swapped
// says: a6_fewest_physical_pages gives every virtual page
// The largest number in place of the smallest.
uint64_t
a6_fewest_physical_pages(uint64_t sz) {
    return (sz + PAGESIZE - 1) / PAGESIZE;
}

uint64_t
a6_most_physical_pages(uint64_t sz) {
    (void) sz;
    return 1;
}
