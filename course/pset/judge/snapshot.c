// snapshot.c: what there was before a call, to compare with what there is after it.

#include "direct-map.h"
#include "judge.h"
#include "memory-layout.h"
#include "report.h"
#include "syscalls.h"

typedef struct seen_page {
    pid_t pid;
    uint64_t va, pa, digest;
} seen_page;

static seen_page seen[JUDGED_PAGES]; // of processes, in the order of their addresses
static unsigned nseen;
static unsigned counts[JUDGED_PAGES];

static uint64_t
digest(const void *page) {
    const uint64_t *word = page;
    uint64_t d = 0xCBF29CE484222325;
    for (unsigned i = 0; i < PAGESIZE / sizeof(*word); ++i) {
        d = (d ^ word[i]) * 0x100000001B3;
    }
    return d;
}

// look(found)
//    Fills `found` with the processes' pages; returns how many there are.
static unsigned
look(seen_page *found) {
    unsigned n = 0;
    process_view view;
    for (pid_t pid = 1; pid <= view_last_pid; ++pid) {
        if (!view_process(pid, &view)) {
            continue;
        }
        vmiter it = vmiter_make(view.pagetable, view.memory_start);
        for (; vmiter_va(&it) < view.memory_end; vmiter_next(&it)) {
            if (vmiter_user(&it) && n < JUDGED_PAGES) {
                found[n++] =
                    (seen_page) {pid, vmiter_va(&it), vmiter_pa(&it), digest(vmiter_kptr(&it))};
            }
        }
    }
    return n;
}

void
snapshot_take(void) {
    nseen = look(seen);
    for (unsigned i = 0; i < JUDGED_PAGES; ++i) {
        page_view view;
        view_page(i * PAGESIZE, &view);
        counts[i] = view.refcount;
    }
}

static void
require_same_page(unsigned step, const seen_page *before, const seen_page *after) {
    if (before->pid != after->pid || before->va != after->va) {
        const seen_page *first =
            before->pid < after->pid || (before->pid == after->pid && before->va < after->va)
                ? before
                : after;
        judge_wrong(step, "%s, process %d has %s page at %#lx", judge_when(), first->pid,
                    first == before ? "lost its" : "a new", first->va);
    } else if (before->pa != after->pa) {
        judge_wrong(step, "%s, process %d has another page at %#lx: %#lx, before %#lx",
                    judge_when(), before->pid, before->va, after->pa, before->pa);
    } else if (before->digest != after->digest) {
        judge_wrong(step, "%s, the page at %#lx of process %d has other contents", judge_when(),
                    before->va, before->pid);
    }
}

void
snapshot_require_same(unsigned step) {
    static seen_page found[JUDGED_PAGES];
    static const seen_page none = {.pid = 1 << 20};
    unsigned n = look(found);
    for (unsigned i = 0; i < nseen || i < n; ++i) {
        require_same_page(step, i < nseen ? &seen[i] : &none, i < n ? &found[i] : &none);
    }
    const bool may_lose = judge_step() < 6 && now.call == SYSCALL_FORK;
    for (unsigned i = 0; i < JUDGED_PAGES && !may_lose; ++i) {
        page_view view;
        view_page(i * PAGESIZE, &view);
        if (view.kind == PAGE_ALLOCATABLE && view.refcount != counts[i]) {
            judge_wrong(step, "%s, the page at %#x has count %u; before the call it was %u",
                        judge_when(), i * PAGESIZE, view.refcount, counts[i]);
        }
    }
}
