// deputy.c: exercise G1.1: serves sys_getsysname as the handout's kernel does, and looks at one
// byte before and after: the one at the option `byte` (report.h).

#include "direct-map.h"
#include "doorkeeper.h"
#include "g-judge.h"
#include "kernel.h"
#include "report.h"
#include "string.h"
#include "syscalls.h"
#include "vmiter.h"

// look(when)
//    Reports the byte, if there is one.
static void
look(const char *when) {
    vmiter it = vmiter_make(kernel_pagetable, (uint64_t) report_option("byte", 0));
    if (vmiter_present(&it)) {
        report_line("%s %d", when, *(const unsigned char *) vmiter_kptr(&it));
    }
}

bool
doorkeeper_call(pid_t pid, uintptr_t call, regstate *regs, uintptr_t *result) {
    (void) pid;
    (void) call;
    (void) result;
    if (regs->reg_rax != SYSCALL_GETSYSNAME) {
        return false;
    }
    vmiter it = vmiter_make(kernel_pagetable, (uint64_t) report_option("byte", 0));
    report_line("permissions %#lx", vmiter_perm(&it));
    look("before");
    strlcpy((char *) regs->reg_rdi, SYSTEM_NAME, SYSNAME_SIZE);
    look("after");
    report_end();
}
