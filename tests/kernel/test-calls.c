// test-calls.c: a look into the kernel, for tests that run as programs.

#include "extension.h"
#include "audit.h"
#include "careless.h"
#include "command.h"
#include "crash.h"
#include "disk-image.h"
#include "errors.h"
#include "failures.h"
#include "log.h"
#include "math.h"
#include "mistakes.h"
#include "pages.h"
#include "power.h"
#include "processor-state.h"
#include "replaces.h"
#include "schedule.h"
#include "string.h"
#include "test-syscalls.h"
#include "user-memory.h"
#include "without.h"
#include "x86.h"

static const char *options; // the kernel's command string
static ssize_t steps;

static ssize_t log_text(proc *p, uintptr_t address, size_t size);
static ssize_t process_state(uint64_t pid);
static ssize_t process_fault_vector(uint64_t pid);
static ssize_t process_waits_in(uint64_t pid);
static ssize_t error_code(uint64_t pid);
static ssize_t option(proc *p, uintptr_t name);
static ssize_t file_name(proc *p, uint64_t n, uintptr_t address);
static ssize_t restart_with(proc *p, uintptr_t command);
static ssize_t restart_on_panic(proc *p, uintptr_t command);
static ssize_t command_text(proc *p, uintptr_t address, size_t size);

void
extension_init(const char *command) {
    options = command;
    without_init(command);
    processor_note_start();
    if (command_option(command, "disturb", 0)) {
        processor_disturb();
    }
    crash(command_option(command, "crash", 0));
}

ssize_t
extension_call(proc *p) {
    uint64_t a = p->regs.reg_rdi, b = p->regs.reg_rsi;
    switch (p->regs.reg_rax) {
    case SYSCALL_TEST_LOG: return log_text(p, a, b);
    case SYSCALL_TEST_END: end_run(EXIT_OK); return E_NOSYS; // no device listens
    case SYSCALL_TEST_FREE_PAGES: return pages_free_count();
    case SYSCALL_TEST_STATE: return process_state(a);
    case SYSCALL_TEST_AUDIT: audit(); return 0;
    case SYSCALL_TEST_FAIL_ALLOC: fail_allocation((unsigned) a); return 0;
    case SYSCALL_TEST_FAULT: return process_fault_vector(a);
    case SYSCALL_TEST_OPTION: return option(p, a);
    case SYSCALL_TEST_STEP: return ++steps;
    case SYSCALL_TEST_WAITS: return process_waits_in(a);
    case SYSCALL_TEST_ALLOCATIONS: return allocations_at_start();
    case SYSCALL_TEST_TRY: return try_call(p, (uint32_t) b, (unsigned) (b >> 32));
    case SYSCALL_TEST_FILE: return file_name(p, a, b);
    case SYSCALL_TEST_RESTART: return restart_with(p, a);
    case SYSCALL_TEST_ON_PANIC: return restart_on_panic(p, a);
    case SYSCALL_TEST_COMMAND: return command_text(p, a, b);
    case SYSCALL_TEST_ERROR_CODE: return error_code(a);
    case SYSCALL_TEST_MISTAKE: mistake((int) a, b); return 0;
    case SYSCALL_TEST_PROCESSOR: return (ssize_t) processor_state((int) a);
    case SYSCALL_TEST_SLEEP: p->state = P_BLOCKED; schedule(); // does not return
    default: return careless.numbers ? 0 : E_NOSYS;
    }
}

static ssize_t
log_text(proc *p, uintptr_t address, size_t size) {
    char text[256];
    size = min(size, sizeof(text));
    vmiter it = vmiter_make(p->pagetable, address);
    if (!user_readable(&it, size)) {
        return E_FAULT;
    }
    copy_from_user(&it, text, size);
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
error_code(uint64_t pid) {
    return process_state(pid) == P_FAULTED ? (ssize_t) ptable[pid].regs.reg_errcode : -1;
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

// give(p, address, data, size)
//    Copies `size` bytes to the process.
static ssize_t
give(proc *p, uintptr_t address, const void *data, size_t size) {
    vmiter it = vmiter_make(p->pagetable, address);
    if (!user_writable(&it, size)) {
        return E_FAULT;
    }
    user_own(&it, size);
    copy_to_user(&it, data, size);
    return 0;
}

static ssize_t
file_name(proc *p, uint64_t n, uintptr_t address) {
    const boot_info *info = disk_image_info();
    return n < info->nfiles ? give(p, address, info->files[n].name, FILE_NAME_SIZE) : E_INVAL;
}

static ssize_t
restart_with(proc *p, uintptr_t command) {
    char s[COMMAND_SIZE];
    ssize_t length = copy_string_from_user(p, s, command, sizeof(s));
    if (length < 0 || length == sizeof(s)) {
        return E_FAULT;
    }
    if (command_option(options, "disturb", 0)) {
        timer_disturb();
    }
    restart(s);
}

static char command_on_panic[COMMAND_SIZE]; // empty: a panic ends the run

static ssize_t
restart_on_panic(proc *p, uintptr_t command) {
    ssize_t length = copy_string_from_user(p, command_on_panic, command, COMMAND_SIZE);
    if (length < 0 || length == COMMAND_SIZE) {
        command_on_panic[0] = '\0';
        return E_FAULT;
    }
    return 0;
}

// panic calls this, among others. The log gets a line even if the kernel can no longer print.
replaces(void, end_run, uint8_t code) {
    if (code == EXIT_PANIC && command_on_panic[0] != '\0') {
        for (const char *s = "\n# end of a panic\n"; *s != '\0'; ++s) {
            outb(0xE9, (uint8_t) *s);
        }
        restart(command_on_panic);
    }
    __real_end_run(code);
}

static ssize_t
command_text(proc *p, uintptr_t address, size_t size) {
    return give(p, address, options, min(size, strlen(options) + 1));
}
