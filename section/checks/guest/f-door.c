// f-door.c: the student's kernel, included by door.c in place of kernel.c, with what the checks of
// spawn need beside the calls of door.c: to take pages away from a process, to look where a name
// lies, to see what a call has used up; a word about assertions, which say what failed and not for
// which slot; and an end when no process can run any more.

#include "kernel.h"
#include "assert.h"
#include "keys.h"
#include "report.h"
#include "f-calls.h"

static pid_t pid; // what `pid` means in an assertion where no other `pid` is at hand

static void tell_assertion(const char *function, long number);
static void watch_processes(void);

#undef assert
#define assert(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            tell_assertion(__func__, (long) pid);                                                  \
            assert_fail(__FILE__, __LINE__, #condition);                                           \
        }                                                                                          \
    } while (0)

#undef syscall
#define syscall kernel_syscall
#define handle_keys watch_processes // which an idle kernel calls again and again
#include STUDENT_SOURCE
#undef handle_keys
#undef syscall
#define syscall student_syscall

static void
tell_assertion(const char *function, long number) {
    bool in_table = number >= 0 && number < MAXNPROC;
    report_line("assertion %s %ld %d", function, number,
               in_table ? (int) ptable[number].state : -1);
}

static void
watch_processes(void) {
    for (int i = 0; i < MAXNPROC; ++i) {
        if (ptable[i].state == P_RUNNABLE) {
            handle_keys();
            return;
        }
    }
    report_line("nobody runs");
    report_end();
}

// restrict_page(va, perm)
//    Gives the page at `va` permissions `perm`; 0 unmaps it until it is given some again.
static uintptr_t
restrict_page(uint64_t va, uint64_t perm) {
    static uint64_t unmapped_pa[512]; // [page number modulo 512]: what was mapped there
    uint64_t *pa = &unmapped_pa[va / PAGESIZE % ARRAY_SIZE(unmapped_pa)];
    vmiter it = vmiter_make(current->pagetable, va);
    if (vmiter_present(&it)) {
        *pa = vmiter_pa(&it);
    }
    vmiter_map(&it, *pa, perm);
    return 0;
}

// look_at_name(name)
//    Logs which byte of the name is the first that the process cannot read itself, if any is.
static uintptr_t
look_at_name(uint64_t name) {
    for (uint64_t i = 0; i <= PROGRAM_NAME_MAX + 1; ++i) {
        vmiter it = vmiter_make(current->pagetable, name + i);
        if (!vmiter_user(&it)) {
            report_line("foreign %lu %#lx %#lx", i, name + i, vmiter_perm(&it));
            return 0;
        } else if (*(const char *) (name + i) == '\0') {
            return 0;
        }
    }
    return 0;
}

static uintptr_t
used_pages(void) {
    uintptr_t n = 0;
    for (size_t i = 0; i < ARRAY_SIZE(physpages); ++i) {
        n += physpages[i].refcount != 0;
    }
    return n;
}

uintptr_t
student_syscall(regstate *regs) {
    static const char name[] = "two"; // a program's, in the kernel's memory
    switch (regs->reg_rax) {
    case F_RESTRICT_PAGE: return restrict_page(regs->reg_rdi, regs->reg_rsi);
    case F_LOOK_AT_NAME: return look_at_name(regs->reg_rdi);
    case F_USED_PAGES: return used_pages();
    case F_KERNEL_NAME: return (uintptr_t) name;
    default: return kernel_syscall(regs);
    }
}
