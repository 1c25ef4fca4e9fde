// birth.c: compares parent and child right after fork, byte by byte and register by register.

#include "direct-map.h"
#include "judge.h"
#include "memory-layout.h"
#include "offsets.h"
#include "string.h"

static uint64_t writable[JUDGED_PAGES / 64]; // a bit for each page of the parent's memory
static pid_t before_parent;

static unsigned
bit_of(const process_view *view, uint64_t va) {
    return (unsigned) ((va - view->memory_start) / PAGESIZE) % JUDGED_PAGES;
}

void
birth_take(pid_t parent) {
    process_view view;
    before_parent = parent;
    memset(writable, 0, sizeof(writable));
    if (!view_process(parent, &view)) {
        return;
    }
    vmiter it = vmiter_make(view.pagetable, view.memory_start);
    for (; vmiter_va(&it) < view.memory_end; vmiter_next(&it)) {
        if (vmiter_allows(&it, PTE_P | PTE_W | PTE_U)) {
            unsigned bit = bit_of(&view, vmiter_va(&it));
            writable[bit / 64] |= 1UL << bit % 64;
        }
    }
}

static void
require_same_bytes(uint64_t va, const char *parents, const char *childs) {
    for (unsigned i = 0; i < PAGESIZE; ++i) {
        if (parents[i] != childs[i]) {
            judge_wrong(5, "%s, the child has %#x at %#lx; its parent has %#x", judge_when(),
                        (unsigned char) childs[i], va + i, (unsigned char) parents[i]);
        }
    }
}

static void
require_same_permissions(const process_view *parent, const vmiter *parents, const vmiter *childs) {
    unsigned bit = bit_of(parent, vmiter_va(parents));
    bool was_writable = (writable[bit / 64] >> bit % 64 & 1) != 0;
    const uint64_t own_bits = PTE_OS1 | PTE_OS2 | PTE_OS3;
    bool on_write = (vmiter_perm(childs) & own_bits) != 0; // it may have step 8 already
    bool is_marked = (vmiter_perm(parents) & own_bits) != 0; // the child may have a copy already
    if (!was_writable && !is_marked && vmiter_writable(childs)) {
        judge_wrong(7, "%s, the child can write to %#lx; its parent cannot", judge_when(), vmiter_va(childs));
    } else if (was_writable && !vmiter_writable(childs) && !on_write) {
        judge_wrong(5, "%s, the child cannot write to %#lx; its parent can", judge_when(), vmiter_va(childs));
    }
}

static void
require_same_memory(const process_view *parent, const process_view *child) {
    vmiter it = vmiter_make(parent->pagetable, parent->memory_start);
    for (; vmiter_va(&it) < parent->memory_end; vmiter_next(&it)) {
        if (!vmiter_user(&it)) {
            continue;
        }
        vmiter childs = vmiter_make(child->pagetable, vmiter_va(&it));
        if (vmiter_present(&childs) && !vmiter_user(&childs)) {
            judge_wrong(5, "%s, the child cannot access its page at %#lx: PTE_U is missing", judge_when(), vmiter_va(&it));
        } else if (!vmiter_user(&childs)) {
            judge_wrong(5, "%s, the child has no page at %#lx; its parent has one", judge_when(), vmiter_va(&it));
        }
        require_same_bytes(vmiter_va(&it), vmiter_kptr(&it), vmiter_kptr(&childs));
        require_same_permissions(parent, &it, &childs);
    }
    it = vmiter_make(child->pagetable, child->memory_start);
    for (; vmiter_va(&it) < child->memory_end; vmiter_next(&it)) {
        if (vmiter_user(&it) && !vmiter_user(vmiter_at(parent->pagetable, vmiter_va(&it)))) {
            judge_wrong(5, "%s, the child has a page at %#lx; its parent has none", judge_when(), vmiter_va(&it));
        }
    }
}

#define REGISTERS(REGISTER)                                                                        \
    REGISTER(rcx) REGISTER(rdx) REGISTER(rbx) REGISTER(rbp) REGISTER(rsi) REGISTER(rdi)            \
    REGISTER(r8) REGISTER(r9) REGISTER(r10) REGISTER(r11) REGISTER(r12) REGISTER(r13)              \
    REGISTER(r14) REGISTER(r15) REGISTER(rip) REGISTER(cs) REGISTER(rflags) REGISTER(rsp)          \
    REGISTER(ss)

static void
require_same_registers(const regstate *parents, const regstate *childs) {
#define COMPARE(name)                                                                              \
    if (parents->reg_##name != childs->reg_##name) {                                               \
        judge_wrong(5, "%s, the child's %%" #name " is %#lx; its parent's was %#lx", judge_when(), \
                    childs->reg_##name, parents->reg_##name);                                      \
    }
    REGISTERS(COMPARE)
    if (childs->reg_rax != 0) {
        judge_wrong(5, "%s, the child's %%rax is %#lx: in the child, fork returns 0", judge_when(), childs->reg_rax);
    }
}

void
birth_require_copy(pid_t parent, pid_t child, const regstate *regs) {
    process_view parents, childs;
    if (child < 1 || child > view_last_pid || !view_process(child, &childs)) {
        judge_wrong(5, "%s, which returned %d, there is no process %d", judge_when(), child, child);
    } else if (child == parent || !view_process(parent, &parents)) {
        judge_wrong(5, "%s, it returned %d", judge_when(), child);
    } else if (childs.pagetable == parents.pagetable) {
        judge_wrong(5, "%s, the child has its parent's page table", judge_when());
    }
    require_same_memory(&parents, &childs);
    require_same_registers(regs, childs.regs);
}
