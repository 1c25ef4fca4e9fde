// The object's first byte is at va, its last at va + sz - 1; it overlaps the pages of both, and all
// between. The usual mistakes: sz / PAGESIZE rounded up, which forgets that an object that starts inside a
// page may reach one page further; always one more than that; and the page of va + sz, the first byte after
// the object, in place of the page of its last byte.
uint64_t
a7_virtual_pages(uint64_t va, uint64_t sz) {
    return (va + sz - 1) / PAGESIZE - va / PAGESIZE + 1;
}
