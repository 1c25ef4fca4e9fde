#ifndef WEENSY_JUDGE_H
#define WEENSY_JUDGE_H

// judge.h: the judge. It is linked around a kernel, of which it knows only kernel.h: it stands
// between the machine and the kernel, and between the kernel and its allocator. Before each return
// to user mode it audits all of memory; it makes allocations fail, and compares before and after.
//
//     judge.c      the two ways into the kernel, the way out, and the calls of programs of checks
//     verdict.c    how a check ends
//     allocator.c  kalloc and kfree: pages from all over memory, full of old data; failures
//     audit.c      the promises that hold whenever a process runs
//     snapshot.c   what there was before a call
//     birth.c      parent and child, right after fork
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

// verdict.c

// What happens right now, for messages: a system call of process `pid` (or its exception, or none),
// and the allocation that failed in it (0: none).
typedef struct moment {
    enum { AT_START, IN_CALL, IN_EXCEPTION } kind;
    pid_t pid;
    uint64_t call;
    unsigned failed;
} moment;
extern moment now;

// judge_when()
//    The moment in words: "after sys_fork of process 1 whose allocation 3 failed". The string is
//    valid until the next call.
const char *judge_when(void);

// judge_wrong(step, format, ...)
//    The kernel has broken a promise of step `step`: reports it in one sentence, and ends the run.
void judge_wrong(unsigned step, const char *format, ...) printf_like(2, 3) never_returns;

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

// allocator_begin_call(fail)
//    A system call begins, in which allocation number `fail` fails; 0: none.
void allocator_begin_call(unsigned fail);

// allocator_end_call()
//    The call is over: nothing fails any more. Did an allocation fail?
bool allocator_end_call(void);

// allocator_count()
//    How many pages were allocated since allocator_begin_call.
unsigned allocator_count(void);

// allocator_was_used()
//    Was there any call of kalloc or kfree since this function was called last?
bool allocator_was_used(void);

// allocator_lends(addr)
//    The kernel has faulted at `addr`. Is it in a page that is not mapped since it was free, and that the kernel's own
//    allocator uses, or has given out, without a call of kalloc? Maps it then: all is well.
bool allocator_lends(uint64_t addr);

// is_judges(pa)
//    Does the judge keep the page at `pa`, so that the kernel never gets it?
bool is_judges(uint64_t pa);

// free_pages()
//    How many pages are free.
unsigned free_pages(void);

// audit.c

// audit()
//    Ends the run if a promise is broken. The kernel's page table is in force.
void audit(void);

// snapshot.c

// snapshot_take()
//    Remembers what processes can observe, and all reference counts.
void snapshot_take(void);

// snapshot_require_same(step)
//    Ends the run if anything has changed since. A page may have become copy-on-write.
void snapshot_require_same(unsigned step);

// birth.c

// birth_take(parent), birth_require_copy(parent, child, regs)
//    Before and after a fork: ends the run unless the child is a copy of its parent, which called
//    fork with the registers `*regs`.
void birth_take(pid_t parent);
void birth_require_copy(pid_t parent, pid_t child, const regstate *regs);

#endif
