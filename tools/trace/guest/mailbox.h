#ifndef WEENSY_MAILBOX_H
#define WEENSY_MAILBOX_H

// mailbox.h: what the two halves of the tracer share. trace.c, in the guest, gives a notice: it
// fills `trace_mailbox` and stores `kind` last. plugin/, in QEMU, sees that store and reads the
// rest. Both are little-endian, and all fields have fixed sizes.

#include <stdint.h>

// Kinds of notice, and what they have in `values`.
enum trace_notice {
    NOTICE_START = 1, // the kernel starts: facts, see below
    NOTICE_KINDS,     // kinds of pages: first page, number of pages; `kinds` has their letters
    NOTICE_SYSCALL,   // a system call begins: number, two arguments, %rip
    NOTICE_RESULT,    // it returns to its process: the result
    NOTICE_EXCEPTION, // an exception, or the timer's interrupt: vector, error code, %cr2, %rip
    NOTICE_RETURN,    // any other return to user mode, to process `pid`: %rax
    NOTICE_TICK,      // the clock has ticked
    NOTICE_LOG,       // the kernel has logged something
    NOTICE_END,       // the run ends: exit code
};

// Facts: `values` of NOTICE_START, which do not change.
enum trace_fact {
    FACT_DIRECT_MAP,
    FACT_PAGES, // how many pages the kernel manages
    FACT_VIRTUAL_END,
    FACT_HZ,
    FACT_STACK_START, // of the kernel's stack
    FACT_STACK_END,
    TRACE_VALUES
};

#define TRACE_PROCESSES_MAX 256
#define TRACE_KINDS 512
#define TRACE_CELLS (80 * 25)

struct trace_process {
    uint64_t program; // pointer to its program's name; 0: there is no such process
    uint64_t state;   // pointer to a word
    uint64_t pagetable;
    uint64_t start, end; // its own memory
};

struct trace_mailbox {
    uint64_t now; // in ticks
    uint64_t pid; // the process that the notice is about; 0: none
    uint64_t values[TRACE_VALUES];
    struct trace_process processes[TRACE_PROCESSES_MAX]; // [pid]
    uint64_t screen[TRACE_CELLS / 4];                    // if `screen_is_new`: four cells in each
    uint8_t kinds[TRACE_KINDS];
    uint32_t screen_is_new;
    uint32_t stop; // the plugin stores 1 here to make the guest end the run
    uint32_t kind;
};

#endif
