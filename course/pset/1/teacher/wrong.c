// Wrong ways to do step 1.

//// only-lower-bound
// check: 1.3
// says: sys_page_alloc\(0x300000\): the kernel panics
// The upper bound is missing.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < memory_start(current->pid)) {
        return E_INVAL;
    }
    return address_space_alloc(kernel_pagetable, addr, USER_DATA);
}
