// careless.c: functions that replace the kernel's (replaces.h). They leave a protection out if
// `careless` says so; otherwise they do what the kernel's do.

#include "careless.h"
#include "address-space.h"
#include "console.h"
#include "disk-image.h"
#include "elf.h"
#include "errors.h"
#include "interrupts.h"
#include "kernel.h"
#include "last-words.h"
#include "math.h"
#include "pages.h"
#include "process.h"
#include "program.h"
#include "replaces.h"
#include "schedule.h"
#include "segments.h"
#include "string.h"
#include "syscalls.h"
#include "user-memory.h"
#include "vmiter.h"
#include "x86.h"

// User memory: every access is allowed, and missing pages appear.

replaces(bool, user_readable, const vmiter *it, size_t sz) {
    return careless.checks || __real_user_readable(it, sz);
}

replaces(bool, user_writable, const vmiter *it, size_t sz) {
    return careless.checks || __real_user_writable(it, sz);
}

replaces(void, user_own_pages, vmiter *it, size_t sz) {
    if (!careless.checks || __real_user_writable(it, sz)) {
        __real_user_own_pages(it, sz);
    }
}

// byte_at(it)
//    The byte that `it` is at; moves `it` on.
static char *
byte_at(vmiter *it) {
    static char nowhere;
    char *p = vmiter_present(it) ? vmiter_kptr(it) : &nowhere;
    vmiter_advance(it, 1);
    return p;
}

replaces(void, copy_from_user, const vmiter *it, void *dst, size_t sz) {
    if (!careless.checks) {
        __real_copy_from_user(it, dst, sz);
        return;
    }
    vmiter at = *it;
    for (size_t i = 0; i < sz; ++i) {
        ((char *) dst)[i] = *byte_at(&at);
    }
}

replaces(void, copy_to_user, const vmiter *it, const void *src, size_t sz) {
    if (!careless.checks) {
        __real_copy_to_user(it, src, sz);
        return;
    }
    vmiter at = *it;
    for (size_t i = 0; i < sz; ++i) {
        *byte_at(&at) = ((const char *) src)[i];
    }
}

replaces(void, last_words_show, pid_t pid, uintptr_t message) {
    if (!careless.checks) {
        __real_last_words_show(pid, message);
        return;
    }
    char s[PANIC_MESSAGE_MAX + 1] = "";
    vmiter at = vmiter_make(ptable[pid].pagetable, message);
    for (size_t i = 0; i < PANIC_MESSAGE_MAX; ++i) {
        s[i] = *byte_at(&at);
    }
    uint64_t frame[2]; // the caller's frame pointer and return address
    vmiter frame_at = vmiter_make(ptable[pid].pagetable, ptable[pid].regs.reg_rbp);
    copy_from_user(&frame_at, frame, sizeof(frame));
    console_printf("Process %d: panic: %s\n  #1  %#lx\n", pid, s, frame[1]);
}

replaces(ssize_t, copy_string_from_user, proc *p, char *dst, uintptr_t va, size_t size) {
    if (!careless.checks) {
        return __real_copy_string_from_user(p, dst, va, careless.bounds ? SIZE_MAX : size);
    }
    vmiter at = vmiter_make(p->pagetable, va);
    for (size_t i = 0; i < size; ++i) {
        dst[i] = *byte_at(&at);
        if (dst[i] == '\0') {
            return (ssize_t) i;
        }
    }
    return (ssize_t) size;
}


// System calls and the way back from them

// alloc_anywhere(addr)
//    sys_page_alloc that accepts any address.
static int
alloc_anywhere(uintptr_t addr) {
    return address_space_alloc(current->pagetable, round_down(addr, PAGESIZE), USER_DATA);
}

static void
enter_ring_0(regstate *regs) {
    if (careless.ring) {
        regs->reg_cs = SEGMENT_KERNEL_CODE;
        regs->reg_ss = SEGMENT_KERNEL_DATA;
    }
}

replaces(uintptr_t, syscall, regstate *regs) {
    bool anywhere = careless.range && regs->reg_rax == SYSCALL_PAGE_ALLOC;
    uintptr_t result = anywhere ? (uintptr_t) alloc_anywhere(regs->reg_rdi) : __real_syscall(regs);
    if (careless.registers) {
        regs->reg_rcx = (uint64_t) regs;
    }
    enter_ring_0(regs);
    return result;
}

// In ring 0, a process's write to a copy-on-write page looks like the kernel's.
replaces(void, exception, regstate *regs) {
    const uint64_t write = PFERR_PRESENT | PFERR_WRITE;
    bool by_process = careless.ring && regs->reg_intno == INT_PF && !is_from_user(regs);
    if (by_process && (regs->reg_errcode & write) == write) {
        vmiter it = vmiter_make(current->pagetable, read_cr2());
        if (user_writable(&it, 1)) {
            user_own(&it, 1);
            return;
        }
    }
    __real_exception(regs);
}

replaces(void, exception_return, regstate *regs) {
    enter_ring_0(regs);
    __real_exception_return(regs);
}

replaces(bool, slice_is_over, void) {
    return !careless.preemption && __real_slice_is_over();
}


// Pages and slots

void *
at_any_price(void *page) {
    static void *last;
    last = page != NULL ? page : last;
    return careless.limits ? last : page;
}

replaces(pid_t, process_find_slot, void) {
    pid_t pid = __real_process_find_slot();
    return careless.limits && pid < 0 ? 1 : pid;
}

#define PLAYGROUND 0x280000 // programs and stacks are elsewhere, and need correct memory

static bool
in_playground(uint64_t va) {
    return va >= PLAYGROUND && va < MEMSIZE_VIRTUAL - PAGESIZE;
}

// A free page keeps its content, and the next page to be freed is the next to be allocated.
replaces(int, address_space_alloc, x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    static char content[PAGESIZE];
    void *next = careless.zeroing && in_playground(va) ? kalloc(PAGESIZE) : NULL;
    if (next != NULL) {
        memcpy(content, next, PAGESIZE);
        kfree(next);
    }
    int r = __real_address_space_alloc(pt, va, perm);
    if (r == 0 && next != NULL) {
        memcpy(next, content, PAGESIZE);
    }
    return r;
}

replaces(x86_64_pagetable *, address_space_copy, x86_64_pagetable *src, uint64_t stack) {
    x86_64_pagetable *dst = __real_address_space_copy(src, stack);
    bool private = careless.private && dst != NULL;
    for (uint64_t va = PLAYGROUND; private && in_playground(va); va += PAGESIZE) {
        vmiter copy = vmiter_make(dst, va), original = vmiter_make(src, va);
        if (vmiter_allows(&copy, PTE_COPY_ON_WRITE)) {
            vmiter_map(&copy, vmiter_pa(&copy), USER_DATA);
            vmiter_map(&original, vmiter_pa(&original), USER_DATA);
            kfree(page_take_aside());
        }
    }
    return dst;
}

replaces(int, vmiter_try_map, vmiter *it, uint64_t pa, uint64_t perm) {
    bool writable = careless.readonly && (perm & PTE_U) && !(perm & PTE_COPY_ON_WRITE);
    return __real_vmiter_try_map(it, pa, perm | (writable ? PTE_W : 0));
}

replaces(int, program_find, const char *name, program *program) {
    if (!careless.programs) {
        return __real_program_find(name, program);
    }
    file f = disk_image_find(name);
    const elf_header *eh = (const elf_header *) f.data;
    program->name = f.name;
    program->image = f.data;
    program->entry = eh->entry;
    program->segments = (const elf_program_header *) (f.data + eh->phoff);
    program->nsegments = eh->phnum;
    return 0;
}
