// The idea: before the kernel writes, it asks what the processor would ask for a user's store: is all of the buffer mapped,
// writable, and a user's? vmiter_range_allows asks that for every page of a range, and knows that a range can wrap around.
// The first two lines are for an Eve who attacks Alice: Alice's pages are user pages of the same page table, so the
// permissions say nothing, and the kernel asks whose memory it is. The usual mistakes: to look only at the first byte, to
// ask for PTE_U and forget PTE_W (a user may read the page of ticks), and sums that wrap around.
    // Exercise G1.3: your code here
    const uint64_t start = proc_start(current->pid), end = proc_start(current->pid + 1);
    if (buf < start || buf > end - SYSNAME_SIZE
        || !vmiter_range_allows(vmiter_at(current->pagetable, buf), SYSNAME_SIZE,
                                PTE_P | PTE_W | PTE_U)) {
        return E_FAULT;
    }
