// extension.c: the benchmark's system calls. The linker also sends the kernel's start through here
// (--wrap=machine_start), to note its time.

#include "extension.h"
#include "bench-calls.h"
#include "boot-info.h"
#include "command.h"
#include "errors.h"
#include "log.h"
#include "power.h"
#include "schedule.h"
#include "user-memory.h"

void __real_machine_start(boot_info *info);
void __wrap_machine_start(boot_info *info);

static uint64_t start;

void
__wrap_machine_start(boot_info *info) {
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    start = (uint64_t) high << 32 | low;
    __real_machine_start(info);
}

static long others;

void
extension_init(const char *command) {
    others = command_option(command, "others", 0);
}

static void
sleep(proc *p) {
    p->state = P_BLOCKED;
    schedule();
}

// bench.py counts its calls: each one ends an operation.
static ssize_t not_inlined
log_figure(proc *p, uintptr_t name, uint64_t figure) {
    char s[64];
    ssize_t length = copy_string_from_user(p, s, name, sizeof(s));
    if (length < 0 || length == sizeof(s)) {
        return E_FAULT;
    }
    log_printf("bench %s %lu\n", s, figure);
    return 0;
}

ssize_t
extension_call(proc *p) {
    switch (p->regs.reg_rax) {
    case BENCH_START: return (ssize_t) start;
    case BENCH_END: end_run(EXIT_OK); return E_NOSYS; // the host has no port to end the run
    case BENCH_LOG: return log_figure(p, p->regs.reg_rdi, p->regs.reg_rsi);
    case BENCH_OTHERS: return others;
    case BENCH_SLEEP: sleep(p); return E_NOSYS; // never
    default: return E_NOSYS;
    }
}
