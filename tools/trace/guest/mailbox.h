#ifndef WEENSY_MAILBOX_H
#define WEENSY_MAILBOX_H

// mailbox.h: what the two halves of the tracer share: trace.c, in the guest, fills `trace_mailbox`
// and stores `kind` last; plugin/, in QEMU, sees that store and reads the rest. Both are
// little-endian, and all fields have fixed sizes.

#include <stdint.h>

// Kinds of notice, and what `values` are then.
enum trace_notice {
    NOTICE_START = 1, // the kernel starts; see below
    NOTICE_KINDS,     // first page, number of pages: their letters are in `kinds`
    NOTICE_SYSCALL,   // number, two arguments, %rip
    NOTICE_RESULT,    // the result: the process goes on
    NOTICE_EXCEPTION, // vector, error code, %cr2, %rip
    NOTICE_RETURN,    // %rax: process `pid` goes on
    NOTICE_TICK,      // the clock ticked
    NOTICE_LOG,       // something was logged
    NOTICE_END,       // exit code: the run ends
};

// `values` of NOTICE_START: what does not change.
enum trace_fact {
    FACT_DIRECT_MAP,
    FACT_PAGES, // that the kernel manages
    FACT_VIRTUAL_END,
    FACT_HZ,
    FACT_STACK_START, // the kernel's
    FACT_STACK_END,
    TRACE_VALUES
};

#define TRACE_PROCESSES_MAX 256
#define TRACE_KINDS 512
#define TRACE_CELLS (80 * 25)

struct trace_process {
    uint64_t program; // its name, a pointer; 0: there is no such process
    uint64_t state;   // a word, a pointer
    uint64_t pagetable;
    uint64_t start, end; // its own memory
};

struct trace_mailbox {
    uint64_t now; // in ticks
    uint64_t pid; // whose registers the notice is about; 0: nobody's
    uint64_t values[TRACE_VALUES];
    struct trace_process processes[TRACE_PROCESSES_MAX]; // [pid]
    uint64_t screen[TRACE_CELLS / 4];                    // if `screen_is_new`: four in each
    uint8_t kinds[TRACE_KINDS];
    uint32_t screen_is_new;
    uint32_t stop; // the plugin stores 1 here: the guest ends the run
    uint32_t kind;
};

#endif
