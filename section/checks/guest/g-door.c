// g-door.c: stands beside the student's kernel (Section.kernel_beside) and watches its calls of
// sys_getsysname, whose argument says where the kernel is to write. It is linked behind the kernel
// and shares no source with it, so that every address is what it is in the student's own build:
// attacks aim at addresses. Options (report.h):
//
//   getsysname  0: calls go to the student's kernel, and are judged
//               1: they go there, and are not
//               2: they are served here as in the handout, which writes wherever it is told
//               3: the same for buffers in the caller's own memory; elsewhere nothing is written
//   guard       1: Eve cannot store to Alice's memory herself (g-guard.h)
//   revive      1: a process that the kernel ends over a call is put back, and goes on after it
//   end         the run ends after that many ticks, or before if process 2 stands still

#include "kernel.h"
#include "check-calls.h"
#include "direct-map.h"
#include "doorkeeper.h"
#include "g-calls.h"
#include "g-guard.h"
#include "levels.h"
#include "printf.h"
#include "pte.h"
#include "report.h"
#include "string.h"
#include "syscall-numbers.h"
#include "vmiter.h"
#include "x86.h"

enum { MODE_JUDGED, MODE_STUDENT, MODE_ORIGINAL, MODE_HARMLESS };

#define SYSTEM_NAME "Weensy 61"
#define AROUND 32 // bytes on either side of the name that are watched, too
#define PROC_SIZE 0x40000
#define PROC_PAGES (PROC_SIZE / PAGESIZE)
#define PROC_ENTRY_MAX 4096 // bytes of a process's entry in the process table
#define STILL_TICKS 100     // a process that makes no call for so long stands still
#define LOGGED_CALLS 200    // a program can make millions
#define ENDED_RESULT 61     // what a call returns to a process that was put back

uintptr_t __real_syscall(regstate *regs);
void __real_exception(regstate *regs);
void __real_exception_return(regstate *regs) never_returns;
void __real_timer_interrupt(void);

extern char ptable[]; // whose type is the student's affair

// The call of sys_getsysname that is judged, if there is one.
static struct {
    pid_t pid; // who makes it; 0: there is none
    uintptr_t buf;
    char before[AROUND + sizeof(SYSTEM_NAME) + AROUND]; // memory there, and around it
    char entry[PROC_ENTRY_MAX];                         // the process's entry in the process table
    uint64_t pa[PROC_PAGES], perm[PROC_PAGES];          // the mappings of its memory
} call;

static unsigned logged_calls;
static bool is_logged; // is this call?

// Process 2, whom others are after, and time. `ticks` is no clock here: somebody may write there.
static unsigned now, calls_of_2, last_call_of_2;

static bool
is_runnable(pid_t pid) {
    process_view view;
    return view_process(pid, &view) && strcmp(view.state, "runnable") == 0;
}

static bool
is_in_memory_of(pid_t pid, uint64_t va) {
    return va >= PROC_START_ADDR && (va - PROC_START_ADDR) / PROC_SIZE == (uint64_t) pid - 1;
}

// is_allowed(pid, va)
//    May the kernel write at `va` for process `pid`? It may if a user could, and the page is not
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
//    The index of the first byte, of those that are written to `buf`, that the process must not
//    have written; -1 if there is none.
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
//    Logs the call if it is a bad one, and fewer than `limit` have been logged.
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

// log_late()
//    Logs the call after all: what comes of it is of interest.
static void
log_late(void) {
    if (call.pid != 0 && !is_logged) {
        log_call(call.pid, call.buf, UINT32_MAX);
    }
}

static void never_returns
end_here(void) {
    report_line("process 2 made %u calls, the last %u ticks ago, and is %s", calls_of_2,
                now - last_call_of_2, is_runnable(2) ? "runnable" : "ended");
    report_end();
}

// The judge

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
//    NULL if nothing is mapped there.
static const char *
byte_at(uint64_t va) {
    return vmiter_kptr(vmiter_at(kernel_pagetable, va));
}

// mark_if_free(va)
//    Stores something into a page that nobody uses, so that one sees if zeros are written there.
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

static void
remember(pid_t pid, uintptr_t buf) {
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
//    The address of the first byte of the name that the call has written and must not have; 0 if
//    there is none. Some memory changes by itself, such as the kernel's stack, so that it has to be
//    the name.
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
//    The kernel's data and stack, and the clock.
static bool
changes_by_itself(uint64_t va) {
    extern const char kernel_rodata_end[];
    return (va >= (uint64_t) kernel_rodata_end && va < KERNEL_STACK_TOP)
           || (va >= TICKS_ADDR && va < TICKS_ADDR + PAGESIZE);
}

// changed_beside()
//    The same for a byte before or behind the name.
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
//    The call is over. A kernel that wrote what it must not has shown what there was to be seen.
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
        end_here();
    }
    call.pid = 0;
}

// notice_end()
//    Somebody runs while a call is not over: the kernel has not returned to the caller.
static void
notice_end(void) {
    if (call.pid == 0) {
        return;
    }
    bool ended = !is_runnable(call.pid);
    if (report_option("revive", 0)) {
        put_back();
    }
    judge(ended ? "ended" : "neither ended nor told", ended);
}

// The doors

static uintptr_t
judged_getsysname(regstate *regs, pid_t pid) {
    remember(pid, regs->reg_rdi);
    int result = (int) __real_syscall(regs);
    char outcome[32];
    snprintf(outcome, sizeof(outcome), "returned %d", result);
    judge(outcome, result < 0);
    return (uintptr_t) result;
}

static uintptr_t
original_getsysname(uintptr_t buf) {
    strlcpy((char *) buf, SYSTEM_NAME, SYSNAME_SIZE);
    return 0;
}

// place(n)
//    What the host has given as option placeN.
static long
place(uintptr_t n) {
    char name[16];
    snprintf(name, sizeof(name), "place%u", (unsigned) n);
    return report_option(name, 0);
}

static uintptr_t result; // of a call that was served here

// serve(regs)
//    Serves a call that does not go on to the student's kernel; false if it is not such a call.
//    (Not inlined: its local variables would be in the way of the jump below.)
static __attribute__((noinline)) bool
serve(regstate *regs) {
    notice_end();
    pid_t pid = process_of(regs);
    if (pid == 2) {
        calls_of_2 += 1;
        last_call_of_2 = now;
    }
    guard_at_syscall(pid);
    static pid_t turn = 1;
    result = 0;
    switch (regs->reg_rax - (uintptr_t) check_calls) {
    case CHECK_LOG: report_line("%s", (const char *) regs->reg_rdi); return true;
    case CHECK_END: end_here();
    case G_TURN: result = (uintptr_t) turn; return true;
    case G_NEXT_TURN: turn += 1; return true;
    case G_PLACE: result = (uintptr_t) place(regs->reg_rdi); return true;
    }
    if (regs->reg_rax != SYSCALL_GETSYSNAME) {
        return false;
    }

    uintptr_t buf = regs->reg_rdi;
    bool own = is_in_memory_of(pid, buf) && is_in_memory_of(pid, buf + sizeof(SYSTEM_NAME) - 1);
    log_call(pid, buf, LOGGED_CALLS);
    switch (report_option("getsysname", MODE_JUDGED)) {
    case MODE_JUDGED: result = judged_getsysname(regs, pid); return true;
    case MODE_ORIGINAL: result = original_getsysname(buf); return true;
    case MODE_HARMLESS: result = own ? original_getsysname(buf) : 0; return true;
    default: return false;
    }
}

// The student's kernel is entered by a jump, with the stack as deep as without this door.
__attribute__((optimize("optimize-sibling-calls"))) uintptr_t
__wrap_syscall(regstate *regs) {
    return serve(regs) ? result : __real_syscall(regs);
}

void
__wrap_exception(regstate *regs) {
    if (is_from_user(regs)) {
        notice_end();
        if (guard_handles_fault(process_of(regs), regs)) {
            __real_exception_return(regs);
        }
    } else {
        log_late();
        report_line("the kernel faulted");
    }
    __real_exception(regs);
}

void
__wrap_exception_return(regstate *regs) {
    guard_before_user(process_of(regs));
    __real_exception_return(regs);
}

void
__wrap_timer_interrupt(void) {
    now += 1;
    __real_timer_interrupt();
    if (now >= (unsigned) report_option("end", 250) || now - last_call_of_2 >= STILL_TICKS) {
        end_here();
    }
}
