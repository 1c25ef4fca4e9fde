// syscall.c: dispatches system calls, and serves the short ones. Arguments come from the process
// and can be anything.

#include "address-space.h"
#include "assert.h"
#include "audit.h"
#include "errors.h"
#include "extension.h"
#include "fork.h"
#include "kernel.h"
#include "last-words.h"
#include "memory-layout.h"
#include "pipe.h"
#include "schedule.h"
#include "syscalls.h"
#include "user-memory.h"

static ssize_t dispatch(proc *p);
static int page_alloc(proc *p, uintptr_t addr);
static int getsysname(proc *p, uintptr_t buf) not_inlined;
static void exit_process(proc *p) never_returns not_inlined;
static void user_panic(proc *p, uintptr_t message) never_returns not_inlined;

uintptr_t
syscall(regstate *regs) {
    assert_eq(regs, &current->regs);
    ssize_t result = dispatch(current);
    return (uintptr_t) audit_at_return(result);
}

static ssize_t
dispatch(proc *p) {
    const regstate *regs = &p->regs;
    switch (regs->reg_rax) {
    case SYSCALL_GETPID: return p->pid;
    case SYSCALL_YIELD: p->regs.reg_rax = 0; give_way(); // does not return
    case SYSCALL_PAGE_ALLOC: return page_alloc(p, regs->reg_rdi);
    case SYSCALL_GETSYSNAME: return getsysname(p, regs->reg_rdi);
    case SYSCALL_FORK: return process_fork(p);
    case SYSCALL_EXIT: exit_process(p); // does not return
    case SYSCALL_SPAWN: return process_spawn(p, regs->reg_rdi);
    case SYSCALL_PIPEWRITE: return pipe_write(p, regs->reg_rdi, regs->reg_rsi);
    case SYSCALL_PIPEREAD: return pipe_read(p, regs->reg_rdi, regs->reg_rsi);
    case SYSCALL_PANIC: user_panic(p, regs->reg_rdi); // does not return
    default: return extension_call(p);
    }
}

static int
page_alloc(proc *p, uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < PROC_START_ADDR || addr >= MEMSIZE_VIRTUAL) {
        return E_INVAL;
    }
    return address_space_alloc(p->pagetable, addr, USER_DATA);
}

static int
getsysname(proc *p, uintptr_t buf) {
    static const char name[] = "Weensy";
    _Static_assert(sizeof(name) <= SYSNAME_SIZE, "callers have room for the name");
    vmiter it = vmiter_make(p->pagetable, buf);
    if (!user_writable(&it, sizeof(name))) {
        return E_FAULT;
    }
    user_own(&it, sizeof(name));
    copy_to_user(&it, name, sizeof(name));
    return 0;
}

static void
exit_process(proc *p) {
    process_release(p);
    schedule();
}

// user_panic(p, message)
//    Serves sys_panic: the process says why it gives up, and ends.
static void
user_panic(proc *p, uintptr_t message) {
    last_words_show(p->pid, message);
    exit_process(p);
}
