#ifndef WEENSY_U_SYSCALL_H
#define WEENSY_U_SYSCALL_H

// u-syscall.h: the system calls, as functions. Each returns what the kernel returns; negative
// numbers are errors (errors.h). A call that fails changes nothing. These contracts are those of
// the complete kernel. section/kernel.c has fewer calls, and describes what its own do.

#ifdef WEENSY_KERNEL
#error "this header is for programs; the kernel does not include it"
#endif

#include "syscalls.h"
#include "types.h"

// system_call(number, a, b)
//    Executes `syscall` and returns its result. The processor overwrites %rcx and %r11. Memory may
//    change: the kernel reads and writes what arguments point to, and other processes run.
static inline long
system_call(long number, uintptr_t a, uintptr_t b) {
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b)
                     : "rcx", "r11", "memory");
    return result;
}

// sys_getpid()
//    This process's number.
static inline pid_t
sys_getpid(void) {
    return (pid_t) system_call(SYSCALL_GETPID, 0, 0);
}

// sys_yield()
//    Lets the other runnable processes run first. Returns 0.
static inline int
sys_yield(void) {
    return (int) system_call(SYSCALL_YIELD, 0, 0);
}

// sys_page_alloc(addr)
//    Maps a zeroed, private, writable page at `addr`, in place of whatever was there. Returns 0;
//    E_INVAL: `addr` is not page-aligned, or outside [PROC_START_ADDR, MEMSIZE_VIRTUAL); E_NOMEM.
static inline int
sys_page_alloc(void *addr) {
    return (int) system_call(SYSCALL_PAGE_ALLOC, (uintptr_t) addr, 0);
}

// sys_getsysname(buf)
//    Writes the system's name with its NUL, at most SYSNAME_SIZE bytes, to `buf`. Returns 0;
//    E_FAULT: not all of these bytes are writable.
static inline int
sys_getsysname(char *buf) {
    return (int) system_call(SYSCALL_GETSYSNAME, (uintptr_t) buf, 0);
}

// sys_fork()
//    Makes a copy of this process, its child. Returns the child's number in the parent and 0 in the
//    child; E_AGAIN: no free process slot; E_NOMEM.
static inline pid_t
sys_fork(void) {
    return (pid_t) system_call(SYSCALL_FORK, 0, 0);
}

// sys_exit()
//    Ends this process.
static inline void never_returns
sys_exit(void) {
    for (;;) {
        system_call(SYSCALL_EXIT, 0, 0);
    }
}

// sys_spawn(name)
//    Starts program `name`, of at most PROGRAM_NAME_MAX bytes, in a new process. Returns the new
//    process's number; E_FAULT: neither the name up to its NUL nor PROGRAM_NAME_MAX + 1 bytes of it
//    are readable; E_NOENT: no such program; E_NOEXEC: its image is malformed; E_AGAIN: no free
//    process slot; E_NOMEM.
static inline pid_t
sys_spawn(const char *name) {
    return (pid_t) system_call(SYSCALL_SPAWN, (uintptr_t) name, 0);
}

// sys_pipewrite(buf, sz)
//    Puts bytes from `buf` into the pipe, of which there is one. Returns how many, at least 1 and
//    at most `sz`; 0 if `sz` is 0; E_FAULT: not all `sz` bytes are readable. While the pipe is
//    full, the complete kernel waits; the section's kernel, as it is handed out, returns E_AGAIN.
static inline ssize_t
sys_pipewrite(const void *buf, size_t sz) {
    return system_call(SYSCALL_PIPEWRITE, (uintptr_t) buf, sz);
}

// sys_piperead(buf, sz)
//    Takes bytes from the pipe into `buf`. Returns how many, at least 1 and at most `sz`; 0 if `sz`
//    is 0; E_FAULT: not all `sz` bytes are writable. While the pipe is empty, the complete kernel
//    waits; the section's kernel, as it is handed out, returns E_AGAIN.
static inline ssize_t
sys_piperead(void *buf, size_t sz) {
    return system_call(SYSCALL_PIPEREAD, (uintptr_t) buf, sz);
}

// sys_panic(msg)
//    Ends this process. The kernel shows `msg`, at most PANIC_MESSAGE_MAX bytes of it, and a
//    backtrace.
static inline void never_returns
sys_panic(const char *msg) {
    for (;;) {
        system_call(SYSCALL_PANIC, (uintptr_t) msg, 0);
    }
}

#endif
