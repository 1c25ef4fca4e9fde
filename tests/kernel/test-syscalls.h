#ifndef WEENSY_TEST_SYSCALLS_H
#define WEENSY_TEST_SYSCALLS_H

// test-syscalls.h: system calls of the kernel for tests (tests/kernel/). In the ordinary kernel they
// return E_NOSYS, like any unknown number.

enum {
    SYSCALL_TEST_LOG = 0x1001,        // (address, size): appends at most 256 bytes to the log
    SYSCALL_TEST_END = 0x1002,        // (): ends the run
    SYSCALL_TEST_FREE_PAGES = 0x1003, // (): number of free physical pages
    SYSCALL_TEST_STATE = 0x1004,      // (pid): its state, a procstate; E_INVAL
    SYSCALL_TEST_AUDIT = 0x1005,      // (): checks everything that AUDIT checks; panics or returns 0
    SYSCALL_TEST_FAIL_ALLOC = 0x1006, // (n): makes the nth kalloc from now on fail; 0: none
    SYSCALL_TEST_FAULT = 0x1007,      // (pid): vector of the exception that ended it; -1: none
    SYSCALL_TEST_OPTION = 0x1008,     // (name): the number given for this boot option, or 0; E_FAULT
    SYSCALL_TEST_WAITS = 0x100A,      // (pid): the call that it is blocked in; -1: none
    SYSCALL_TEST_STEP = 0x1009,       // (): increments a count and returns it
    SYSCALL_TEST_ALLOCATIONS = 0x100B, // (): calls of kalloc before the first process ran
    SYSCALL_TEST_TRY = 0x100C,        // (a, number | n << 32): makes call `number` with argument
                                      // `a`, in which the nth kalloc fails; or TEST_CHANGED. A
                                      // program that it spawns faults at its start
    SYSCALL_TEST_FILE = 0x100D,       // (n, address): the nth file's name, FILE_NAME_SIZE bytes;
                                      // E_INVAL: there are fewer; E_FAULT
    SYSCALL_TEST_RESTART = 0x100E,    // (command): restarts the kernel; E_FAULT
    SYSCALL_TEST_ON_PANIC = 0x100F,   // (command): restarts the kernel on a panic; E_FAULT
    SYSCALL_TEST_COMMAND = 0x1010,    // (address, size): stores the command string there; E_FAULT
    SYSCALL_TEST_ERROR_CODE = 0x1011, // (pid): error code of the exception that ended it
    SYSCALL_TEST_MISTAKE = 0x1012,    // (which, address): makes a mistake, MISTAKE_...
    SYSCALL_TEST_PROCESSOR = 0x1013,  // (which): the processor's state, PROCESSOR_...
    SYSCALL_TEST_SLEEP = 0x1014,      // (): never returns, and takes no turn
};

// What SYSCALL_TEST_TRY returns for a call that failed but changed something.
#define TEST_CHANGED (-1000)

// Option fail=N makes the Nth kalloc fail. Option crash=N breaks the kernel as soon as it has started.
enum {
    CRASH_PANIC = 1,
    CRASH_PAGE_FAULT = 2,     // of the kernel
    CRASH_STACK_OVERFLOW = 3, // of the kernel: a double fault
    CRASH_TRIPLE_FAULT = 4,
    CRASH_LOOP = 5, // with interrupts off
    CRASH_POWER_OFF = 6,
    CRASH_COUNT = 7,     // a page's reference count is wrong, and an audit follows
    CRASH_OPEN_PAGE = 8, // a page of the kernel is open to users, and an audit follows
    CRASH_LOST_PAGE = 10, // nothing uses an allocated page; only the memory viewer sees that
    CRASH_PAGE_TABLE = 9, // a page fault of the kernel, where its page table is broken
};

// What SYSCALL_TEST_MISTAKE does, at an address if it needs one.
enum {
    MISTAKE_READ = 1,
    MISTAKE_WRITE = 2, // what is there already
    MISTAKE_RUN = 3,
    MISTAKE_RUN_DATA = 4,       // of the kernel
    MISTAKE_WRITE_CONSTANT = 5, // of the kernel
    MISTAKE_OVERFLOW_STACK = 6, // by a page at most; and return
};

// What SYSCALL_TEST_PROCESSOR reads. Option disturb=1 sets all of these except LSTAR and LDTR to
// values that the kernel does not want.
enum {
    PROCESSOR_CR0,
    PROCESSOR_CR4,
    PROCESSOR_DR7,
    PROCESSOR_EFER,
    PROCESSOR_CSTAR,
    PROCESSOR_LSTAR,
    PROCESSOR_SYSENTER_CS,
    PROCESSOR_LDTR,
    PROCESSOR_TIMER_PENDING, // an interrupt of the timer, when the kernel was started
};

#endif
