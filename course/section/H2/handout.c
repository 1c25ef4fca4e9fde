// handout.c: the two functions of section/kernel.c as they are handed out. By them the check knows
// whether the student has begun. Nothing compiles this file.

static ssize_t
syscall_pipewrite(uintptr_t buf, size_t sz) {
    // Exercise H2: your code here
    if (sz == 0) {
        return 0;
    } else if (!vmiter_user(vmiter_at(current->pagetable, buf))) {
        return E_FAULT;
    } else if (pipe_is_full) {
        return E_AGAIN;
    }
    pipe_byte = *(const char *) buf;
    pipe_is_full = true;
    return 1;
}

static ssize_t
syscall_piperead(uintptr_t buf, size_t sz) {
    // Exercise H2: your code here
    if (sz == 0) {
        return 0;
    } else if (!vmiter_allows(vmiter_at(current->pagetable, buf), PTE_P | PTE_W | PTE_U)) {
        return E_FAULT;
    } else if (!pipe_is_full) {
        return E_AGAIN;
    }
    *(char *) buf = pipe_byte;
    pipe_is_full = false;
    return 1;
}
