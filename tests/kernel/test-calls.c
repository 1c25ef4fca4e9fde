// test-calls.c: a look into the kernel, for tests that run as programs.

#include "extension.h"
#include "audit.h"
#include "command.h"
#include "crash.h"
#include "errors.h"
#include "log.h"
#include "math.h"
#include "pages.h"
#include "power.h"
#include "test-syscalls.h"
#include "user-memory.h"

static const char *options; // the kernel's command string
static ssize_t steps;

static ssize_t log_text(proc *p, uintptr_t address, size_t size);
static ssize_t process_state(uint64_t pid);
static ssize_t process_fault_vector(uint64_t pid);
static ssize_t process_waits_in(uint64_t pid);
static ssize_t option(proc *p, uintptr_t name);

void
extension_init(const char *command) {
    options = command;
    crash(command_option(command, "crash", 0));
}

ssize_t
extension_call(proc *p) {
    uint64_t a = p->regs.reg_rdi, b = p->regs.reg_rsi;
    switch (p->regs.reg_rax) {
    case SYSCALL_TEST_LOG: return log_text(p, a, b);
    case SYSCALL_TEST_END: end_run(EXIT_OK); return E_NOSYS; // nobody listens
    case SYSCALL_TEST_FREE_PAGES: return pages_free_count();
    case SYSCALL_TEST_STATE: return process_state(a);
    case SYSCALL_TEST_AUDIT: audit(); return 0;
    case SYSCALL_TEST_FAIL_ALLOC: pages_fail_allocation((unsigned) a); return 0;
    case SYSCALL_TEST_FAULT: return process_fault_vector(a);
    case SYSCALL_TEST_OPTION: return option(p, a);
    case SYSCALL_TEST_STEP: return ++steps;
    case SYSCALL_TEST_WAITS: return process_waits_in(a);
    default: return E_NOSYS;
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

static ssize_t
process_waits_in(uint64_t pid) {
    bool blocked = process_state(pid) == P_BLOCKED;
    return blocked ? (ssize_t) ptable[pid].regs.reg_rax : -1;
}

static ssize_t
option(proc *p, uintptr_t name) {
    char s[16];
    ssize_t length = copy_string_from_user(p, s, name, sizeof(s));
    return length < 0 || length == sizeof(s) ? E_FAULT : command_option(options, s, 0);
}
