// As many whole pages as fit, and one more if bytes are left: sz / PAGESIZE, rounded up. The usual
// mistakes: sz / PAGESIZE + 1, which is one too many for whole pages; and an int on the way, which
// cannot hold a size of 2 GiB.
uint64_t
a5_virtual_pages(uint64_t sz) {
    return (sz + PAGESIZE - 1) / PAGESIZE;
}
