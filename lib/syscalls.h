#ifndef WEENSY_SYSCALLS_H
#define WEENSY_SYSCALLS_H

// syscalls.h: the list of the system calls. A process puts the number in %rax and the arguments in
// %rdi and %rsi, and executes `syscall`; the result comes back in %rax. user/u-syscall.h says what
// each call does.

// CALL(constant, number, result, function, argument...), in the order of the numbers. STRACE=1 and
// make trace-NAME read here what a call has to show. Its result is
//    STATUS      0
//    PROCESS     a process's number
//    COUNT       a number of bytes
//    NEVER       nothing: it does not return
// or, if it fails, an error (errors.h). An argument is
//    NUMBER      a number
//    ADDRESS     an address
//    STRING      the address of a text with its NUL, which the kernel reads
//    BYTES       the address of bytes that the kernel reads; the next argument says how many
//    STRING_OUT  the address where the kernel writes a text with its NUL
//    BYTES_OUT   the address where the kernel writes bytes; the result says how many
#define SYSCALLS(CALL)                                                                             \
    CALL(SYSCALL_GETPID, 1, PROCESS, sys_getpid)                                                   \
    CALL(SYSCALL_YIELD, 2, STATUS, sys_yield)                                                      \
    CALL(SYSCALL_PANIC, 3, NEVER, sys_panic, STRING)                                               \
    CALL(SYSCALL_PAGE_ALLOC, 4, STATUS, sys_page_alloc, ADDRESS)                                   \
    CALL(SYSCALL_FORK, 5, PROCESS, sys_fork)                                                       \
    CALL(SYSCALL_EXIT, 6, NEVER, sys_exit)                                                         \
    CALL(SYSCALL_GETSYSNAME, 7, STATUS, sys_getsysname, STRING_OUT)                                \
    CALL(SYSCALL_SPAWN, 8, PROCESS, sys_spawn, STRING)                                             \
    CALL(SYSCALL_PIPEWRITE, 9, COUNT, sys_pipewrite, BYTES, NUMBER)                                \
    CALL(SYSCALL_PIPEREAD, 10, COUNT, sys_piperead, BYTES_OUT, NUMBER)

// No call has the number SYSCALLS_END, or a higher one.
#define SYSCALL_NUMBER(constant, number, ...) constant = number,
enum { SYSCALLS(SYSCALL_NUMBER) SYSCALLS_END };

// The longest program name, in bytes without the NUL, that sys_spawn takes.
#define PROGRAM_NAME_MAX 63

// The longest message, in bytes without the NUL, that sys_panic shows in full.
#define PANIC_MESSAGE_MAX 199

// Bytes for the system's name, NUL included, in a buffer for sys_getsysname.
#define SYSNAME_SIZE 16

#endif
