#ifndef WEENSY_JUDGE_H
#define WEENSY_JUDGE_H

// judge.h: the judge. It is linked around a kernel, of which it knows only kernel.h: it stands
// between the machine and the kernel, and between the kernel and its allocator. Before each return
// to user mode it audits all of memory; it makes allocations fail, and compares before and after.
//
//     judge.c      the two ways into the kernel, the way out, and the calls of programs of checks
//     verdict.c    how a check ends
//     allocator.c  kalloc and kfree: pages full of old data; failures
//     hoard.c      the pages that the judge keeps
//     audit.c      the promises that hold whenever a process runs
//     snapshot.c   what there was before a call
//     birth.c      parent and child, right after fork
//     variant.c    the kernel's variant of the problem set
//     faults.c     processes that fault: who may, and who must go on
//
// The option `step` says which step is checked: promises of later steps are not held yet.

#include "kernel.h"
#include "types.h"
#include "vmiter.h"

#define JUDGED_PAGES (MEMSIZE_PHYSICAL / PAGESIZE)

// judge_step()
//    The step that is checked.
unsigned judge_step(void);

// judge_step_from(step)
//    The step that is to blame for a promise that holds from step `step` on: those before the one
//    that is checked have been checked already.
unsigned judge_step_from(unsigned step);

// verdict.c

// What happens right now, for messages: a system call of process `pid` (or its exception, or none),
// and the allocation that failed in it (0: none). `is_over`: the kernel has done it, and the judge
// looks at what it has done. `fault`: the registers with which the kernel has faulted; NULL: it has
// not.
typedef struct moment {
    enum { AT_START, IN_CALL, IN_EXCEPTION } kind;
    pid_t pid;
    uint64_t call;
    unsigned failed;
    bool is_over;
    const regstate *fault;
} moment;
extern moment now;

// judge_when()
//    The moment in words: "after sys_fork of process 1, in which allocation 3 failed", or "in
//    sys_fork of process 1". The string is valid until the next call.
const char *judge_when(void);

// judge_wrong(step, format, ...)
//    The kernel has broken a promise of step `step`: reports it in one sentence, and ends the run.
//    If the kernel is at work, it also reports where.
void judge_wrong(unsigned step, const char *format, ...) printf_like(2, 3) never_returns;

// whose(step)
//    Whose fault is it, at this moment, that a promise of `step` is broken: of that step, or of
//    fork, if it was kept until then?
unsigned whose(unsigned step);

// judge_detail(format, ...)
//    Reports a line to show below the sentence.
void judge_detail(const char *format, ...) printf_like(1, 2);

// judge_passed()
//    Ends the run: the check has passed.
void judge_passed(void) never_returns;

// allocator.c

// The kernel's own functions.
void *student_kalloc(size_t size) must_check;
void student_kfree(void *pointer);
void student_view_page(uint64_t pa, page_view *view);

// kernels_kalloc(size), kernels_kfree(page)
//    The same, while they may touch free pages. kernels_kfree looks at the page's count; the page
//    must have been allocated.
void *kernels_kalloc(size_t size) must_check;
void kernels_kfree(void *page);

// page_refcount(pa)
//    What the kernel says; 0 if it is no page to hand out.
unsigned page_refcount(uint64_t pa);

// allocator_keep(page)
//    The judge keeps this page from kernels_kalloc for ever.
void allocator_keep(void *page);

// allocator_begin()
//    From now on, what is allocated and freed is the kernel's.
void allocator_begin(void);

// allocator_begin_call(fail)
//    A system call begins, in which allocation number `fail` fails; 0: none.
void allocator_begin_call(unsigned fail);

// allocator_begin_setup(pid)
//    At the start, the kernel begins to set up process `pid`. With option `setups`, N: allocation N
//    for process 2 fails, allocation N + 1 for process 3, and so on.
void allocator_begin_setup(pid_t pid);

// allocator_map_freed(mapped)
//    Maps all freed pages for the kernel, or unmaps them again.
void allocator_map_freed(bool mapped);

// allocator_end_call()
//    The call is over: nothing fails any more. Did an allocation fail?
bool allocator_end_call(void);

// allocator_count()
//    How many pages were allocated since allocator_begin_call.
unsigned allocator_count(void);

// allocator_was_used()
//    Was there any call of kalloc or kfree since this function was called last?
bool allocator_was_used(void);

// is_judges(pa)
//    Does the judge keep the page at `pa`, so that the kernel never gets it?
bool is_judges(uint64_t pa);

// allocation_of(pa)
//    Which allocation the page at `pa` is from, in words: "allocation 3 of this call". The string
//    is valid until the next call.
const char *allocation_of(uint64_t pa);

// is_freed(pa)
//    Is the page at `pa` one that the kernel had, and has freed?
bool is_freed(uint64_t pa);

// is_any_freed()
//    Has the kernel freed a page at all?
bool is_any_freed(void);

// allocator_touches(pa)
//    The kernel faults on the page at `pa`: maps it if that is the kernel's allocator, which may
//    keep its list in free pages, or if the kernel has taken the page without kalloc. Has it done
//    so?
bool allocator_touches(uint64_t pa);

// free_pages()
//    How many pages are free.
unsigned free_pages(void);

// hoard.c

// hoard_pages()
//    At its first call, takes pages for the judge, unless option `scatter` is 0. With option
//    `allocator`, tries kalloc and kfree first.
void hoard_pages(void);

// audit.c

// audit()
//    Ends the run if a promise is broken. The kernel's page table is in force.
void audit(void);

// audit_start()
//    The same for what the processor needs to run in the page tables of processes. Without it, the
//    kernel ends in a triple fault at the first process.
void audit_start(void);

// the_kernels(pa)
//    What the page at `pa` is, if no process may have it; else NULL.
const char *the_kernels(uint64_t pa);

// audit_forget(pa)
//    The page at `pa` is allocated anew: nobody uses it yet.
void audit_forget(uint64_t pa);

// snapshot.c

// snapshot_take()
//    Remembers what processes can observe, and all reference counts.
void snapshot_take(void);

// snapshot_require_same(step)
//    Ends the run if anything has changed since. A page may have become copy-on-write. Before step
//    6 a fork that fails may lose pages.
void snapshot_require_same(unsigned step);

// variant.c

// variant_require(), variant_require_order(pages)
//    Ends the run unless the kernel, which is about to let the first process run, has the slots and
//    the stacks of its variant; unless kalloc, which has returned these two pages first, has its
//    order.
void variant_require(void);
void variant_require_order(void *const pages[2]);

// birth.c

// birth_take(parent), birth_require_copy(parent, child, regs)
//    Before and after a fork: ends the run unless the child is a copy of its parent, which called
//    fork with the registers `*regs`. Option `birth` says what to compare.
void birth_take(pid_t parent);
void birth_require_copy(pid_t parent, pid_t child, const regstate *regs);

#endif
