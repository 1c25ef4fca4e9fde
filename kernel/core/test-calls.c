// test-calls.c: a look into the kernel, for tests that run as programs.

#include "test-calls.h"
#include "assert.h"
#include "audit.h"
#include "command.h"
#include "direct-map.h"
#include "errors.h"
#include "log.h"
#include "math.h"
#include "pages.h"
#include "power.h"
#include "test-syscalls.h"
#include "user-memory.h"
#include "vmiter.h"
#include "x86.h"

static bool enabled;

static ssize_t log_text(proc *p, uintptr_t address, size_t size);
static ssize_t process_state(uint64_t pid);
static ssize_t process_fault_vector(uint64_t pid);
static void crash(long how);

void
test_calls_init(const char *command) {
    enabled = command_option(command, "test", 0) != 0;
    if (enabled) {
        crash(command_option(command, "crash", 0));
    }
}

ssize_t
test_call(proc *p, const regstate *regs) {
    uint64_t a = regs->reg_rdi, b = regs->reg_rsi;
    if (!enabled) {
        return E_NOSYS;
    }
    switch (regs->reg_rax) {
    case SYSCALL_TEST_LOG:
        return log_text(p, a, b);
    case SYSCALL_TEST_END:
        end_run(EXIT_OK);
        return E_NOSYS; // nobody listens
    case SYSCALL_TEST_FREE_PAGES:
        return pages_free_count();
    case SYSCALL_TEST_STATE:
        return process_state(a);
    case SYSCALL_TEST_AUDIT:
        audit();
        return 0;
    case SYSCALL_TEST_FAIL_ALLOC:
        pages_fail_allocation((unsigned) a);
        return 0;
    case SYSCALL_TEST_FAULT:
        return process_fault_vector(a);
    default:
        return E_NOSYS;
    }
}

static ssize_t
log_text(proc *p, uintptr_t address, size_t size) {
    char text[256];
    size = min(size, sizeof(text));
    if (!user_readable(p, address, size)) {
        return E_FAULT;
    }
    copy_from_user(p, text, address, size);
    log_printf("%.*s", (int) size, text);
    return (ssize_t) size;
}

static ssize_t
process_state(uint64_t pid) {
    return pid > 0 && pid < MAXNPROC ? (ssize_t) ptable[pid].state : E_INVAL;
}

static ssize_t
process_fault_vector(uint64_t pid) {
    bool faulted = process_state(pid) == P_FAULTED;
    return faulted ? (ssize_t) ptable[pid].regs.reg_intno : -1;
}


static void __attribute__((noinline))
overflow_stack(volatile char *caller) {
    volatile char frame[512];
    frame[0] = *caller;
    if (frame[0] == 0) {
        overflow_stack(frame);
    }
    frame[1] = frame[0]; // so that the call above is not the last thing here
}

// crash(how)
//    Breaks the kernel, to see how that is told.
static void
crash(long how) {
    static volatile char zero;
    switch (how) {
    case CRASH_PANIC:
        panic("as the test wished");
    case CRASH_PAGE_FAULT:
        *(volatile int *) 0 = 0;
        break;
    case CRASH_STACK_OVERFLOW:
        overflow_stack(&zero);
        break;
    case CRASH_TRIPLE_FAULT:
        triple_fault();
    case CRASH_LOOP:
        for (;;) {
            zero = 0;
        }
    case CRASH_POWER_OFF:
        power_off();
    case CRASH_COUNT:
        page_share(kptr2pa(kalloc(PAGESIZE)));
        audit();
        break;
    case CRASH_OPEN_PAGE:
        vmiter_map(vmiter_at(kernel_pagetable, PROC_START_ADDR - PAGESIZE),
                   round_down(kptr2pa((void *) &zero), PAGESIZE), PTE_P | PTE_U | PTE_XD);
        audit();
        break;
    }
}
