// Unusual right ways to do A7.

//// head-and-rest
// The page of the first byte, then A5's answer for the rest.
uint64_t
a7_virtual_pages(uint64_t va, uint64_t sz) {
    uint64_t head = PAGESIZE - va % PAGESIZE; // bytes of the first page from va on
    if (sz <= head) {
        return 1;
    }
    uint64_t rest = sz - head;
    return 1 + rest / PAGESIZE + (rest % PAGESIZE != 0 ? 1 : 0);
}

//// offset-and-size
// Adds the offset in the first page to the size.
uint64_t
a7_virtual_pages(uint64_t va, uint64_t sz) {
    return (va % PAGESIZE + sz + PAGESIZE - 1) / PAGESIZE;
}

//// rounded-ends
// Rounds both ends outwards, to borders of pages.
uint64_t
a7_virtual_pages(uint64_t va, uint64_t sz) {
    return (round_up(va + sz, PAGESIZE) - round_down(va, PAGESIZE)) / PAGESIZE;
}

//// search
// Searches for the number, bit by bit: the largest number of page borders inside the object.
uint64_t
a7_virtual_pages(uint64_t va, uint64_t sz) {
    uint64_t start = round_down(va, PAGESIZE), passed = 0;
    for (uint64_t bit = 1UL << 36; bit > 0; bit >>= 1) {
        if (start + (passed + bit) * PAGESIZE < va + sz) {
            passed += bit;
        }
    }
    return passed + 1;
}
