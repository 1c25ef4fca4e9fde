// Wrong ways to do G1.3.

//// 32-bits
// says: an address with more than 32 bits
// A 64-bit number in a 32-bit variable.
    // Exercise G1.3: your code here
    uint32_t address = buf;
    if (!vmiter_range_allows(vmiter_at(current->pagetable, address), SYSNAME_SIZE, PTE_W | PTE_U)) {
        return E_FAULT;
    }

//// aligned-only
// with: G1.2
// says: no longer works for a variable of process 1
// Refuses buffers that are not aligned.
    // Exercise G1.3: your code here
    if (buf % 8 != 0 || buf < proc_start(current->pid) || buf > proc_start(current->pid + 1) - 16
        || !vmiter_range_allows(vmiter_at(current->pagetable, buf), 16, PTE_P | PTE_W | PTE_U)) {
        return E_FAULT;
    }

//// all-that-is-kernel-forbidden
// says: does not survive NULL(.|\n)*not present: nothing is mapped there
// An unmapped address is not a kernel address, but it is not a good one either.
    // Exercise G1.3: your code here
    for (unsigned i = 0; i < SYSNAME_SIZE; ++i) {
        vmiter it = vmiter_make(current->pagetable, buf + i);
        if (vmiter_present(&it) && !vmiter_allows(&it, PTE_W | PTE_U)) {
            return E_FAULT;
        }
    }

//// assertion
// says: the kernel panics: section.kernel.c:291: assertion
// An assertion stops the kernel because of what a process does: that is the attack.
    // Exercise G1.3: your code here
    assert(vmiter_range_allows(vmiter_at(current->pagetable, buf), SYSNAME_SIZE, PTE_W | PTE_U));

//// black-list
// says: a free page below the kernel
// A list of bad addresses is never complete.
    // Exercise G1.3: your code here
    if (buf == 0 || (buf >= KERNEL_START_ADDR && buf < KERNEL_STACK_TOP)) {
        return E_FAULT;
    }

//// bounds-of-memory
// says: in the process's memory that it never asked for(.|\n)*L1\[0x130\] present, writable, not user
// Not every page between the bounds is a user's: pages that no process has asked for are the kernel's.
    // Exercise G1.3: your code here
    if (buf < PROC_START_ADDR || buf > MEMSIZE_PHYSICAL - SYSNAME_SIZE) {
        return E_FAULT;
    }

//// check-after-the-copy
// says: but writes there before it does(.|\n)*returned -14
// Returns an error, but writes the bytes.
static int
syscall_getsysname(uintptr_t buf) {
    // Exercise G1.3: your code here
    strlcpy((char *) buf, "Weensy 61", SYSNAME_SIZE);
    if (!vmiter_range_allows(vmiter_at(current->pagetable, buf), SYSNAME_SIZE, PTE_W | PTE_U)) {
        return E_FAULT;
    }
    return 0;
}

//// ends-eve-after-the-copy
// says: but writes there before it does(.|\n)*: ended
// The kernel ends her after she got what she wanted.
static int
syscall_getsysname(uintptr_t buf) {
    // Exercise G1.3: your code here
    strlcpy((char *) buf, "Weensy 61", SYSNAME_SIZE);
    if (!vmiter_range_allows(vmiter_at(current->pagetable, buf), SYSNAME_SIZE, PTE_W | PTE_U)) {
        current->state = P_FAULTED;
        schedule();
    }
    return 0;
}

//// first-byte-only
// says: end of the console, and the kernel's page(.|\n)*L1\[0x0b9\] present, writable, not user: a user could not write here
// A buffer can begin in one page and end in the next.
    // Exercise G1.3: your code here
    if (!vmiter_allows(vmiter_at(current->pagetable, buf), PTE_P | PTE_W | PTE_U)) {
        return E_FAULT;
    }

//// last-byte-only
// says: the page before the console(.|\n)*L1\[0x0b7\] present, writable, not user
// Only the other end is not better.
    // Exercise G1.3: your code here
    if (!vmiter_allows(vmiter_at(current->pagetable, buf + 9), PTE_P | PTE_W | PTE_U)) {
        return E_FAULT;
    }

//// looks-once
// with: G1.2
// says: the kernel (writes where Eve must not|does not)
// Looks only at the first call.
    // Exercise G1.3: your code here
    static bool looked;
    if (!looked && (buf < proc_start(current->pid) || buf > proc_start(current->pid + 1) - 10
        || !vmiter_range_allows(vmiter_at(current->pagetable, buf), 10, PTE_P | PTE_W | PTE_U))) {
        return E_FAULT;
    }
    looked = true;

//// lower-bound-only
// says: the kernel's page above all processes(.|\n)*L1\[0x000\] present, writable, not user
// Memory above the processes is not theirs either.
    // Exercise G1.3: your code here
    if (buf < PROC_START_ADDR) {
        return E_FAULT;
    }

//// memset-16
// with: G1.2
// says: writes to bytes before or after the name, which are not the caller's: the last ten bytes
// Looks at 10 bytes, clears 16.
    // Exercise G1.3: your code here
    if (buf < proc_start(current->pid) || buf > proc_start(current->pid + 1) - 10
        || !vmiter_range_allows(vmiter_at(current->pagetable, buf), 10, PTE_P | PTE_W | PTE_U)) {
        return E_FAULT;
    }
    memset((char *) buf, 0, SYSNAME_SIZE);

//// one-address-black-listed
// says: the kernel writes where Eve must not: Alice's code(.|\n)*the page is process 2's
// Stops this Eve, but the next one aims a little to the side.
// in kernel.c
    // Exercise G1.3: your code here
    if (buf == 0x140000 || !vmiter_range_allows(vmiter_at(current->pagetable, buf), SYSNAME_SIZE,
                                                PTE_P | PTE_W | PTE_U)) {
        return E_FAULT;
    }
// in user/eve.c
    // Exercise G1.2: your code here
    sys_getsysname((char *) 0x140000);

//// one-page-only
// says: no longer works for the end of one page and the start of the next
// A good buffer may lie across the border of two pages.
    // Exercise G1.3: your code here
    if (buf / PAGESIZE != (buf + SYSNAME_SIZE - 1) / PAGESIZE
        || !vmiter_range_allows(vmiter_at(current->pagetable, buf), SYSNAME_SIZE, PTE_W | PTE_U)) {
        return E_FAULT;
    }

//// only-process-1
// with: G1.2
// says: process 2: returned 0
// Looks only if process 1 calls.
    // Exercise G1.3: your code here
    if (current->pid == 1) {
        if (buf < proc_start(current->pid) || buf > proc_start(current->pid + 1) - 10
            || !vmiter_range_allows(vmiter_at(current->pagetable, buf), 10, PTE_P | PTE_W | PTE_U)) {
            return E_FAULT;
        }
    }

//// own-memory-is-process-1s
// with: G1.2
// says: no longer works for a variable of process 2
// Takes the memory of process 1 for the caller's, whichever process calls.
    // Exercise G1.3: your code here
    if (buf < proc_start(1) || buf > proc_start(2) - 10
        || !vmiter_range_allows(vmiter_at(current->pagetable, buf), 10, PTE_P | PTE_W | PTE_U)) {
        return E_FAULT;
    }

//// pads-with-dots
// with: G1.2
// says: writes to bytes before or after the name
// Fills the buffer with bytes that are not part of the name, but checks only the name.
    // Exercise G1.3: your code here
    if (buf < proc_start(current->pid) || buf > proc_start(current->pid + 1) - 10
        || !vmiter_range_allows(vmiter_at(current->pagetable, buf), 10, PTE_P | PTE_W | PTE_U)) {
        return E_FAULT;
    }
    memset((char *) buf + 10, '.', SYSNAME_SIZE - 10);

//// permissions-while-eve-attacks-alice
// with: G1.2
// says: what your Eve asks for(.|\n)*since all processes share this page table; but the page is process 2's
// By permissions, Alice's pages are Eve's. This Eve attacks Alice, so this kernel has to tell them apart.
    // Exercise G1.3: your code here
    if (!vmiter_range_allows(vmiter_at(current->pagetable, buf), SYSNAME_SIZE, PTE_W | PTE_U)) {
        return E_FAULT;
    }

//// present-only
// says: the kernel's code
// A mapped page is not always the caller's.
    // Exercise G1.3: your code here
    if (!vmiter_present(vmiter_at(current->pagetable, buf))) {
        return E_FAULT;
    }

//// process-1-only
// says: no longer works for a variable of process 2
// The memory of process 1 is not every caller's.
    // Exercise G1.3: your code here
    if (buf < proc_start(1) || buf > proc_start(2) - SYSNAME_SIZE
        || !vmiter_range_allows(vmiter_at(current->pagetable, buf), SYSNAME_SIZE, PTE_W | PTE_U)) {
        return E_FAULT;
    }

//// refuses-everything
// says: no longer works for a variable of process 1(.|\n)*returned -14
// Safe, but of no use.
    // Exercise G1.3: your code here
    (void) buf;
    return E_FAULT;

//// returns-0
// says: does not refuse the kernel's code(.|\n)*returned 0
// Writes nothing, but reports no error.
    // Exercise G1.3: your code here
    if (!vmiter_range_allows(vmiter_at(current->pagetable, buf), SYSNAME_SIZE, PTE_W | PTE_U)) {
        return 0;
    }

//// schedules-without-ending-her
// says: neither an error nor the end of the caller
// Eve is not ended and gets no error: her %rax is still what it was.
    // Exercise G1.3: your code here
    if (!vmiter_range_allows(vmiter_at(current->pagetable, buf), SYSNAME_SIZE, PTE_W | PTE_U)) {
        schedule();
    }

//// user-without-writable
// says: ticks, which is read-only(.|\n)*L1\[0x040\] present, not writable, user: a user could read here, but not write
// Users may read the page of ticks, but not write to it. The kernel can: CR0.WP is off.
    // Exercise G1.3: your code here
    if (!(vmiter_range_perm(vmiter_at(current->pagetable, buf), SYSNAME_SIZE) & PTE_U)) {
        return E_FAULT;
    }

//// without-the-nul
// says: except for the last byte(.|\n)*L1\[0x0b9\]
// The name has nine letters, and ten bytes.
    // Exercise G1.3: your code here
    if (!vmiter_range_allows(vmiter_at(current->pagetable, buf), strlen("Weensy 61"), PTE_W | PTE_U)) {
        return E_FAULT;
    }

//// wrapping-sum
// says: does not survive the last byte of all(.|\n)*L4\[0x1ff\] not present
// A sum near 2^64 is small again: the comparison with the end says yes.
    // Exercise G1.3: your code here
    if (buf < PROC_START_ADDR || buf + SYSNAME_SIZE > MEMSIZE_PHYSICAL) {
        return E_FAULT;
    }
    if (buf + SYSNAME_SIZE > buf
        && !vmiter_range_allows(vmiter_at(current->pagetable, buf), SYSNAME_SIZE, PTE_W | PTE_U)) {
        return E_FAULT;
    }

//// writable-without-user
// says: the kernel's code(.|\n)*present, writable, not user: a user could not write here
// The kernel's pages are writable, too.
    // Exercise G1.3: your code here
    if (!vmiter_range_allows(vmiter_at(current->pagetable, buf), SYSNAME_SIZE, PTE_P | PTE_W)) {
        return E_FAULT;
    }
