// careless.c: functions that take the place of the kernel's (replaces.h). They leave a protection
// out if `careless` says so; else they do what the kernel's do.

#include "careless.h"
#include "address-space.h"
#include "direct-map.h"
#include "disk-image.h"
#include "elf.h"
#include "errors.h"
#include "interrupts.h"
#include "kernel.h"
#include "math.h"
#include "pages.h"
#include "process.h"
#include "program.h"
#include "replaces.h"
#include "schedule.h"
#include "segments.h"
#include "string.h"
#include "syscall-numbers.h"
#include "user-memory.h"
#include "vmiter.h"

// Questions about user memory: everything is allowed, and where nothing is, there is some.

replaces(bool, vmiter_user, const vmiter *it) {
    return careless.checks || __real_vmiter_user(it);
}

replaces(bool, vmiter_writable, const vmiter *it) {
    return careless.checks || __real_vmiter_writable(it);
}

replaces(bool, vmiter_range_allows, const vmiter *it, uint64_t sz, uint64_t perm) {
    return careless.checks || __real_vmiter_range_allows(it, sz, perm);
}

replaces(uint64_t, vmiter_range_size, const vmiter *it) {
    uint64_t size = __real_vmiter_range_size(it);
    return careless.checks && size == 0 ? PAGESIZE : size;
}

replaces(void *, vmiter_kptr, const vmiter *it) {
    static char nowhere[PAGESIZE];
    void *p = __real_vmiter_kptr(it);
    return p == NULL && careless.checks ? nowhere : p;
}

replaces(ssize_t, copy_string_from_user, proc *p, char *dst, uintptr_t va, size_t size) {
    return __real_copy_string_from_user(p, dst, va, careless.bounds ? SIZE_MAX : size);
}


// System calls and the way back from them

// alloc_anywhere(addr)
//    sys_page_alloc that takes any address.
static int
alloc_anywhere(uintptr_t addr) {
    return address_space_alloc(current->pagetable, round_down(addr, PAGESIZE), PTE_W | PTE_XD);
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

#define PLAYGROUND 0x280000 // programs and stacks lie elsewhere, and need memory as it should be

static bool
in_playground(uint64_t va) {
    return va >= PLAYGROUND && va < MEMSIZE_VIRTUAL - PAGESIZE;
}

// A page that is free keeps its content, and the next one to be free is the next to be given.
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

replaces(int, address_space_copy, x86_64_pagetable *dst, x86_64_pagetable *src) {
    int r = __real_address_space_copy(dst, src);
    for (uint64_t va = PLAYGROUND; careless.private && in_playground(va); va += PAGESIZE) {
        uint64_t copy = vmiter_pa(vmiter_at(dst, va)), original = vmiter_pa(vmiter_at(src, va));
        if (copy != (uint64_t) -1) {
            vmiter_map(vmiter_at(dst, va), original, PTE_P | PTE_W | PTE_U | PTE_XD);
            page_share(original);
            kfree(pa2kptr(copy));
        }
    }
    return r;
}

replaces(int, vmiter_try_map, vmiter *it, uint64_t pa, uint64_t perm) {
    bool writable = careless.readonly && (perm & PTE_U);
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
