// g-judge.c: see g-judge.h. Option (report.h) revive=1: a process that the kernel ends over a call
// is put back, and goes on after it.

#include "g-judge.h"
#include "g-victim.h"
#include "direct-map.h"
#include "levels.h"
#include "printf.h"
#include "pte.h"
#include "report.h"
#include "vmiter.h"

#define AROUND 32 // bytes to watch on either side of the name
#define PROC_PAGES (PROC_SIZE / PAGESIZE)
#define PROC_ENTRY_MAX 4096 // bytes of a process's entry in the process table
#define LOGGED_CALLS 200    // a program can make millions
#define ENDED_RESULT 61     // what a call returns to a process that was put back

extern char ptable[]; // only the student's kernel knows its type

// The call of sys_getsysname to judge, if there is one.
static struct {
    pid_t pid; // the caller; 0: there is no call
    uintptr_t buf;
    char before[AROUND + sizeof(SYSTEM_NAME) + AROUND]; // memory there, and around it
    char entry[PROC_ENTRY_MAX];                         // the process's entry in the process table
    uint64_t pa[PROC_PAGES], perm[PROC_PAGES];          // the mappings of its memory
} call;

static unsigned logged_calls;
static bool is_logged; // is this call in the log?

// is_allowed(pid, va)
//    May the kernel write at `va` for process `pid`? It may if a user could, and if the page is not
//    another process's.
static bool
is_allowed(pid_t pid, uint64_t va) {
    bool of_processes = va >= PROC_START_ADDR && va < MEMSIZE_PHYSICAL;
    return vmiter_allows(vmiter_at(kernel_pagetable, va), PTE_P | PTE_W | PTE_U)
           && (!of_processes || is_in_memory_of(pid, va));
}

// The log of calls

static void
log_walk(uint64_t va) {
    report_line("walk %#lx", va);
    uint64_t table = kptr2pa(kernel_pagetable);
    for (int level = PAGETABLE_LEVELS; level > 0 && va_is_canonical(va); --level) {
        x86_64_pageentry_t entry = pte_read(entry_pa(table, va, level));
        report_line("level %d %#x %#lx", level, level_index(va, level), entry);
        if (!(entry & PTE_P) || entry_is_large(entry, level)) {
            break;
        }
        table = entry & PTE_PAMASK;
    }
}

// first_forbidden(pid, buf)
//    The index of the first byte of the name at `buf` that the kernel must not write for the
//    process; -1 if there is none.
static int
first_forbidden(pid_t pid, uintptr_t buf) {
    for (unsigned i = 0; i < sizeof(SYSTEM_NAME); ++i) {
        if (!is_allowed(pid, buf + i)) {
            return (int) i;
        }
    }
    return -1;
}

// log_call(pid, buf, limit)
//    Logs the call if it is bad and fewer than `limit` calls are logged.
static void
log_call(pid_t pid, uintptr_t buf, unsigned limit) {
    int forbidden = first_forbidden(pid, buf);
    is_logged = forbidden >= 0 && logged_calls < limit;
    if (is_logged) {
        logged_calls += 1;
        report_line("call %d %#lx", pid, buf);
        log_walk(buf + (unsigned) forbidden);
    }
}

void
judge_log_call(pid_t pid, uintptr_t buf) {
    log_call(pid, buf, LOGGED_CALLS);
}

// log_late()
//    Logs the call after all, since its outcome matters.
static void
log_late(void) {
    if (call.pid != 0 && !is_logged) {
        log_call(call.pid, call.buf, UINT32_MAX);
    }
}

// The judgement

static char *
entry_of(pid_t pid, size_t *size) {
    process_view first, second;
    bool found = view_process(1, &first) | view_process(2, &second);
    *size = found ? (size_t) ((const char *) second.regs - (const char *) first.regs) : 0;
    *size = *size < PROC_ENTRY_MAX ? *size : 0;
    return ptable + (size_t) pid * *size;
}

static uint64_t
page_of(pid_t pid, unsigned i) {
    return PROC_START_ADDR + (uint64_t) (pid - 1) * PROC_SIZE + i * (uint64_t) PAGESIZE;
}

// byte_at(va)
//    A pointer to the byte at `va`; NULL if nothing is mapped there.
static const char *
byte_at(uint64_t va) {
    return vmiter_kptr(vmiter_at(kernel_pagetable, va));
}

// mark_if_free(va)
//    Stores something into a page that nothing uses, so that a write of zeros there shows.
static void
mark_if_free(uint64_t va) {
    vmiter it = vmiter_make(kernel_pagetable, va);
    page_view view;
    view_page(vmiter_pa(&it), &view);
    if (vmiter_writable(&it) && !vmiter_user(&it) && view.kind == PAGE_ALLOCATABLE
        && view.refcount == 0) {
        *(char *) vmiter_kptr(&it) = '?';
    }
}

void
judge_before(pid_t pid, uintptr_t buf) {
    call.pid = pid;
    call.buf = buf;
    for (unsigned i = 0; i < sizeof(call.before); ++i) {
        mark_if_free(buf - AROUND + i);
        const char *byte = byte_at(buf - AROUND + i);
        call.before[i] = byte != NULL ? *byte : 0;
    }
    size_t size;
    const char *entry = entry_of(pid, &size);
    memcpy(call.entry, entry, size);
    for (unsigned i = 0; i < PROC_PAGES; ++i) {
        vmiter it = vmiter_make(kernel_pagetable, page_of(pid, i));
        call.pa[i] = vmiter_pa(&it);
        call.perm[i] = vmiter_perm(&it);
    }
}

static void
put_back(void) {
    size_t size;
    char *entry = entry_of(call.pid, &size);
    memcpy(entry, call.entry, size);
    for (unsigned i = 0; i < PROC_PAGES; ++i) {
        if (call.perm[i] & PTE_P) {
            vmiter_map(vmiter_at(kernel_pagetable, page_of(call.pid, i)), call.pa[i], call.perm[i]);
        }
    }
    process_view view;
    if (view_process(call.pid, &view)) {
        ((regstate *) view.regs)->reg_rax = ENDED_RESULT;
    }
}

// written_byte()
//    The address of the first byte of the name that the call wrote but must not write; 0 if there
//    is none. Some memory changes by itself, such as the kernel's stack, so only the name counts.
static uint64_t
written_byte(void) {
    uint64_t first = 0;
    bool has_changed = false;
    for (unsigned i = 0; i < sizeof(SYSTEM_NAME); ++i) {
        const char *byte = byte_at(call.buf + i);
        if (byte == NULL || is_allowed(call.pid, call.buf + i)) {
            continue;
        }
        first = first == 0 ? call.buf + i : first;
        if (*byte != SYSTEM_NAME[i]) {
            return 0;
        }
        has_changed |= *byte != call.before[AROUND + i];
    }
    return has_changed ? first : 0;
}

// changes_by_itself(va)
//    Is `va` in the kernel's data or stack, or in the clock's page?
static bool
changes_by_itself(uint64_t va) {
    extern const char kernel_rodata_end[];
    return (va >= (uint64_t) kernel_rodata_end && va < KERNEL_STACK_TOP)
           || (va >= TICKS_ADDR && va < TICKS_ADDR + PAGESIZE);
}

// changed_beside()
//    The same for a byte before or after the name.
static uint64_t
changed_beside(void) {
    for (unsigned i = 0; i < sizeof(call.before); ++i) {
        uint64_t va = call.buf - AROUND + i;
        const char *byte = byte_at(va);
        bool is_beside = i < AROUND || i >= AROUND + sizeof(SYSTEM_NAME);
        if (is_beside && byte != NULL && *byte != call.before[i] && !changes_by_itself(va)
            && !is_allowed(call.pid, va)) {
            return va;
        }
    }
    return 0;
}

// judge(outcome, refused)
//    The call is over. A kernel that wrote what it must not has failed, and the run ends.
static void
judge(const char *outcome, bool refused) {
    uint64_t written = written_byte(), beside = changed_beside();
    bool let_through =
        written != 0 || beside != 0 || (!refused && first_forbidden(call.pid, call.buf) >= 0);
    if (let_through) {
        log_late();
    }
    if (beside != 0 && !is_logged) {
        report_line("call %d %#lx", call.pid, call.buf); // which is a good one, so far
        is_logged = true;
    }
    if (is_logged || report_option("revive", 0)) {
        report_line("%s", outcome);
    }
    if (written != 0 || beside != 0) {
        report_line(written != 0 ? "wrote" : "wrote beside");
        log_walk(written != 0 ? written : beside);
    }
    if (let_through) {
        victim_over();
    }
    call.pid = 0;
}

void
judge_notice_end(void) {
    if (call.pid == 0) {
        return;
    }
    bool ended = !is_runnable(call.pid);
    if (report_option("revive", 0)) {
        put_back();
    }
    judge(ended ? "ended" : "neither ended nor told", ended);
}

void
judge_returned(int result) {
    char outcome[32];
    snprintf(outcome, sizeof(outcome), "returned %d", result);
    judge(outcome, result < 0);
}

void
judge_fault(void) {
    log_late();
    report_line("the kernel faulted");
}
