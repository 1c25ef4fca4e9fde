// birth.c: compares parent and child right after fork, byte by byte and register by register.

#include "direct-map.h"
#include "judge.h"
#include "memory-layout.h"
#include "offsets.h"
#include "page-uses.h"
#include "ptiter.h"
#include "report.h"
#include "string.h"

// What to compare, the sum of these: option `birth`.
enum { MEMORY = 1, REGISTERS = 2, COST = 4 };

#define VIRTUAL_PAGES ((MEMSIZE_VIRTUAL - PROC_START_ADDR) / PAGESIZE)
static bool
    writable[VIRTUAL_PAGES];   // for each page of the parent's memory: can the parent write to it?
static process_view taken[64]; // [pid]: the process with this number; without a page table: none
static unsigned free_before;

// is_writable(va)
//    Was the parent able to write to its page at `va`?
static bool *
is_writable(uint64_t va) {
    return &writable[(va - PROC_START_ADDR) / PAGESIZE % VIRTUAL_PAGES];
}

void
birth_take(pid_t parent) {
    process_view view;
    free_before = free_pages();
    memset(taken, 0, sizeof(taken));
    for (pid_t pid = 1; pid <= view_last_pid && pid < (pid_t) ARRAY_SIZE(taken); ++pid) {
        if (!view_process(pid, &taken[pid])) {
            taken[pid].pagetable = NULL;
        }
    }
    memset(writable, 0, sizeof(writable));
    if (!view_process(parent, &view)) {
        return;
    }
    vmiter it = vmiter_make(view.pagetable, view.memory_start);
    for (; vmiter_va(&it) < view.memory_end; vmiter_next(&it)) {
        *is_writable(vmiter_va(&it)) = vmiter_allows(&it, PTE_P | PTE_W | PTE_U);
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
require_same_permissions(const vmiter *parents, const vmiter *childs) {
    const bool was_writable = *is_writable(vmiter_va(parents));
    // Both may have the page until one of them writes to it, or the child a copy of it already.
    // Whether they then can, programs try.
    bool on_write = vmiter_pa(parents) == vmiter_pa(childs) && !vmiter_writable(parents);
    bool is_marked = (vmiter_perm(parents) & (PTE_OS1 | PTE_OS2 | PTE_OS3)) != 0;
    if (!was_writable && !is_marked && vmiter_writable(childs)) {
        judge_wrong(7, "%s, the child can write to %#lx; its parent cannot", judge_when(),
                    vmiter_va(childs));
    } else if (was_writable && !vmiter_writable(childs) && !on_write) {
        judge_wrong(5, "%s, the child cannot write to %#lx; its parent can", judge_when(),
                    vmiter_va(childs));
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
            judge_wrong(5, "%s, the child cannot access its page at %#lx: PTE_U is missing",
                        judge_when(), vmiter_va(&it));
        } else if (!vmiter_user(&childs)) {
            judge_wrong(5, "%s, the child has no page at %#lx; its parent has one", judge_when(),
                        vmiter_va(&it));
        }
        require_same_bytes(vmiter_va(&it), vmiter_kptr(&it), vmiter_kptr(&childs));
        require_same_permissions(&it, &childs);
    }
    it = vmiter_make(child->pagetable, child->memory_start);
    for (; vmiter_va(&it) < child->memory_end; vmiter_next(&it)) {
        if (vmiter_user(&it) && !vmiter_user(vmiter_at(parent->pagetable, vmiter_va(&it)))) {
            judge_wrong(5, "%s, the child has a page at %#lx; its parent has none", judge_when(),
                        vmiter_va(&it));
        }
    }
}

#define EACH_REGISTER(REGISTER)                                                                    \
    REGISTER(rcx)                                                                                  \
    REGISTER(rdx)                                                                                  \
    REGISTER(rbx)                                                                                  \
    REGISTER(rbp)                                                                                  \
    REGISTER(rsi) REGISTER(rdi) REGISTER(r8) REGISTER(r9) REGISTER(r10) REGISTER(r11)              \
        REGISTER(r12) REGISTER(r13) REGISTER(r14) REGISTER(r15) REGISTER(rip) REGISTER(cs)         \
            REGISTER(rflags) REGISTER(rsp) REGISTER(ss)

static void
require_same_registers(const regstate *parents, const regstate *childs) {
#define COMPARE(name)                                                                              \
    if (parents->reg_##name != childs->reg_##name) {                                               \
        judge_wrong(5, "%s, the child's %%" #name " is %#lx; its parent's was %#lx", judge_when(), \
                    childs->reg_##name, parents->reg_##name);                                      \
    }
    EACH_REGISTER(COMPARE)
    if (childs->reg_rax != 0) {
        judge_wrong(5, "%s, the child's %%rax is %#lx: in the child, fork returns 0", judge_when(),
                    childs->reg_rax);
    }
}

// require_exact_cost(parent, child)
//    Fork has taken a page for each page-table page of the child, and for each page that it does
//    not share with its parent.
static void
require_exact_cost(const process_view *parent, const process_view *child) {
    unsigned tables = 1, own = 0;
    for (ptiter it = ptiter_make(child->pagetable); ptiter_low(&it); ptiter_next(&it)) {
        ++tables;
    }
    vmiter it = vmiter_make(child->pagetable, child->memory_start);
    for (; vmiter_va(&it) < child->memory_end; vmiter_next(&it)) {
        own += vmiter_user(&it)
               && vmiter_pa(&it) != vmiter_pa(vmiter_at(parent->pagetable, vmiter_va(&it)));
    }
    int cost = (int) free_before - (int) free_pages();
    if (cost != (int) (tables + own)) {
        judge_wrong(5,
                    "%s, %d fewer pages are free than before; the child has %u page-table pages "
                    "and %u pages of its own",
                    judge_when(), cost, tables, own);
    }
}

// require_free_slot(child)
//    The child's number was nobody's, or else the memory of the process that had it is free.
static void
require_free_slot(pid_t child) {
    unsigned lost = 0;
    page_uses_find();
    for (unsigned i = 0; i < SHOWN_PAGES; ++i) {
        const page_use *use = &page_uses[i];
        lost += use->view.kind == PAGE_ALLOCATABLE && use->view.refcount > 0 && use->references == 0
                && !is_judges(i * PAGESIZE);
    }
    if (child < (pid_t) ARRAY_SIZE(taken) && taken[child].pagetable != NULL && lost > 0) {
        judge_wrong(5,
                    "%s, the child is process %d, and there was a process %d already (%s): its "
                    "slot was not free, "
                    "and %u pages are lost",
                    judge_when(), child, child, taken[child].state, lost);
    }
}

void
birth_require_copy(pid_t parent, pid_t child, const regstate *regs) {
    process_view parents, childs;
    const long what = report_option("birth", MEMORY | REGISTERS);
    if (child == 0) {
        judge_wrong(5,
                    "%s, it returned 0 to process %d, which is the parent: it should get the "
                    "child's number, "
                    "and that is never 0",
                    judge_when(), parent);
    } else if (child == parent) {
        judge_wrong(5, "%s, it returned %d, which is the parent's own number", judge_when(), child);
    } else if (child > view_last_pid || !view_process(child, &childs)
               || !view_process(parent, &parents)) {
        judge_wrong(5, "%s, which returned %d, there is no process %d", judge_when(), child, child);
    } else if (childs.pagetable == parents.pagetable) {
        judge_wrong(5, "%s, the child has its parent's page table", judge_when());
    }
    require_free_slot(child);
    if (what & MEMORY) {
        require_same_memory(&parents, &childs);
    }
    if (what & REGISTERS) {
        require_same_registers(regs, childs.regs);
    }
    if (what & COST) {
        require_exact_cost(&parents, &childs);
    }
}
