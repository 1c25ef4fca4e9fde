// syscall.c: which system call it is. Arguments come from the process and can be anything.

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
#include "syscall-numbers.h"
#include "user-memory.h"

static ssize_t dispatch(proc *p);
static int page_alloc(proc *p, uintptr_t addr);
static int getsysname(proc *p, uintptr_t buf);
static pid_t spawn(proc *p, uintptr_t name);
static void exit_process(proc *p) never_returns;
static void user_panic(proc *p, uintptr_t message) never_returns;

uintptr_t
syscall(regstate *regs) {
    assert(regs == &current->regs);
    ssize_t result = dispatch(current);
    audit_at_return();
    return (uintptr_t) result;
}

static ssize_t
dispatch(proc *p) {
    uintptr_t a = p->regs.reg_rdi, b = p->regs.reg_rsi;
    switch (p->regs.reg_rax) {
    case SYSCALL_GETPID: return p->pid;
    case SYSCALL_YIELD:
        p->regs.reg_rax = 0;
        make_runnable(p);
        schedule(); // does not return
    case SYSCALL_PAGE_ALLOC: return page_alloc(p, a);
    case SYSCALL_GETSYSNAME: return getsysname(p, a);
    case SYSCALL_FORK: return process_fork(p);
    case SYSCALL_EXIT: exit_process(p); // does not return
    case SYSCALL_SPAWN: return spawn(p, a);
    case SYSCALL_PIPEWRITE: return pipe_write(p, a, b);
    case SYSCALL_PIPEREAD: return pipe_read(p, a, b);
    case SYSCALL_PANIC: user_panic(p, a); // does not return
    default: return extension_call(p);
    }
}

static int
page_alloc(proc *p, uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < PROC_START_ADDR || addr >= MEMSIZE_VIRTUAL) {
        return E_INVAL;
    }
    return address_space_alloc(p->pagetable, addr, PTE_W | PTE_XD);
}

static int
getsysname(proc *p, uintptr_t buf) {
    static const char name[] = "Weensy";
    _Static_assert(sizeof(name) <= SYSNAME_SIZE, "callers have room for the name");
    if (!user_writable(p, buf, sizeof(name))) {
        return E_FAULT;
    }
    copy_to_user(p, buf, name, sizeof(name));
    return 0;
}

static pid_t
spawn(proc *p, uintptr_t name) {
    char program_name[PROGRAM_NAME_MAX + 1];
    ssize_t length = copy_string_from_user(p, program_name, name, sizeof(program_name));
    if (length < 0) {
        return (pid_t) length;
    } else if (length > PROGRAM_NAME_MAX) {
        return E_NOENT;
    }
    return process_spawn(program_name);
}

static void
exit_process(proc *p) {
    process_release(p);
    schedule();
}

// user_panic(p, message)
//    A process gives up, and says why.
static void
user_panic(proc *p, uintptr_t message) {
    last_words_show(p->pid, message);
    exit_process(p);
}
