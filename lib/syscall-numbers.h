#ifndef WEENSY_SYSCALL_NUMBERS_H
#define WEENSY_SYSCALL_NUMBERS_H

// syscall-numbers.h: the system calls. A process puts the number in %rax and the arguments in %rdi
// and %rsi, and executes `syscall`; the result comes back in %rax.

enum {
    SYSCALL_GETPID = 1,
    SYSCALL_YIELD = 2,
    SYSCALL_PANIC = 3,
    SYSCALL_PAGE_ALLOC = 4,
    SYSCALL_FORK = 5,
    SYSCALL_EXIT = 6,
    SYSCALL_GETSYSNAME = 7,
    SYSCALL_SPAWN = 8,
    SYSCALL_PIPEWRITE = 9,
    SYSCALL_PIPEREAD = 10,
};

// The longest program name, in bytes without the NUL, that sys_spawn takes.
#define PROGRAM_NAME_MAX 63

// The longest message, in bytes without the NUL, that sys_panic shows in full.
#define PANIC_MESSAGE_MAX 199

// Bytes for the system's name, NUL included, in a buffer for sys_getsysname.
#define SYSNAME_SIZE 16

#endif
