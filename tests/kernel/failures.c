// failures.c: replaces kalloc (replaces.h). It counts allocations and makes one fail: the Nth of all
// with option fail=N, or the one that fail_allocation says.

#include "failures.h"
#include "address-space.h"
#include "careless.h"
#include "command.h"
#include "disk-image.h"
#include "pages.h"
#include "process.h"
#include "replaces.h"
#include "syscalls.h"
#include "test-syscalls.h"
#include "vmiter.h"

static unsigned count;
static unsigned failing; // counts down to the one that fails; 0: none

replaces(void *, kalloc, size_t size) {
    if (count++ == 0) {
        failing = (unsigned) command_option(disk_image_info()->command, "fail", 0);
    }
    bool fails = failing > 0 && --failing == 0 && !process_reap_faulted(); // as if none were free
    return at_any_price(fails ? NULL : __real_kalloc(size));
}

void
fail_allocation(unsigned n) {
    failing = n;
}

static unsigned count_at_start;

// The kernel has started the programs of the command string. With option alone=1 all except the
// first fault at once.
static void
note_start(void) {
    count_at_start = count;
    bool alone = command_option(disk_image_info()->command, "alone", 0) != 0;
    for (pid_t pid = 2; alone && pid < MAXNPROC; ++pid) {
        ptable[pid].regs.reg_rip = 0;
    }
}

replaces(void, schedule, void) {
    static bool started;
    if (!started) {
        started = true;
        note_start();
    }
    __real_schedule();
}

unsigned
allocations_at_start(void) {
    return count_at_start;
}


static uint64_t digest(void);

ssize_t
try_call(proc *p, uint64_t number, unsigned n) {
    p->regs.reg_rax = number;
    uint64_t before = digest();
    fail_allocation(n);
    ssize_t result = (ssize_t) syscall(&p->regs);
    fail_allocation(0);
    if (result < 0 && digest() != before) {
        return TEST_CHANGED;
    } else if (result > 0 && number == SYSCALL_SPAWN) {
        ptable[result].regs.reg_rip = 0;
    }
    return result;
}

// add(digest, data, size)
//    Continues a digest over `size` bytes that shows a change of any one word. (FNV-1a, by words.)
static uint64_t
add(uint64_t digest, const void *data, size_t size) {
    const uint64_t *words = data;
    for (size_t i = 0; i < size / sizeof(uint64_t); ++i) {
        digest = (digest ^ words[i]) * 0x100000001B3;
    }
    return digest;
}

// rights(perm)
//    What permissions mean to a process: it can write a copy-on-write page. The processor sets PTE_A
//    and PTE_D.
static uint64_t
rights(uint64_t perm) {
    uint64_t writable = perm & PTE_COPY_ON_WRITE ? PTE_W : 0;
    return (perm | writable) & ~(uint64_t) (PTE_A | PTE_D | PTE_COPY_ON_WRITE);
}

static uint64_t
add_memory(uint64_t digest, x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_low(&it); vmiter_next(&it)) {
        const uint64_t mapping[] = {vmiter_va(&it), vmiter_pa(&it), rights(vmiter_perm(&it))};
        digest = add(digest, mapping, sizeof(mapping));
        if (vmiter_user(&it)) {
            digest = add(digest, vmiter_kptr(&it), PAGESIZE);
        }
    }
    return digest;
}

static uint64_t
digest(void) {
    uint64_t digest = add(pages_free_count(), ptable, sizeof(ptable));
    for (unsigned i = 0; i < NPAGES; ++i) {
        const uint64_t count = (uint64_t) physpages[i].refcount;
        digest = add(digest, &count, sizeof(count));
    }
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state != P_FREE) {
            digest = add_memory(digest, ptable[pid].pagetable);
        }
    }
    return digest;
}
