#ifndef WEENSY_PROCESS_H
#define WEENSY_PROCESS_H

// process.h: processes, and the table of them.

#include "kernel-only.h"
#include "kernel.h"
#include "vmiter.h"

#ifndef MAXNPROC
#define MAXNPROC 16 // slots of the process table; slot 0 is never used
#endif

typedef enum procstate {
    P_FREE = 0,     // an empty slot
    P_RUNNABLE = 1, // the current process, or in the run queue
    P_BLOCKED = 2,  // in a queue of the pipe
    P_FAULTED = 3,  // ended by an exception, kept to be looked at
} procstate;

struct proc {
    x86_64_pagetable *pagetable;
    pid_t pid;
    procstate state;
    regstate regs;

    const char *program; // name of its program, in the disk image's directory
    struct proc *next;   // in the queue that it is in
    vmiter pipe_buf;     // the buffer and size of its transfer, which may have to wait: the page
    size_t pipe_sz;      // table of a process that waits does not change
};
typedef struct proc proc;

extern proc ptable[MAXNPROC];
extern proc *current; // the process that is running, or whose system call or exception this is

// process_setup(pid, program_name)
//    Loads a program into the free slot `pid` and makes it runnable. Returns 0; or, with nothing
//    changed, E_NOENT, E_NOEXEC, E_NOMEM.
int process_setup(pid_t pid, const char *program_name) must_check;

// process_find_slot()
//    The number of a free slot; E_AGAIN if there is none, even after the oldest faulted process
//    has given way.
pid_t process_find_slot(void) must_check;

// process_start(pid, pt, program, regs)
//    The free slot `pid` becomes a runnable process: `pt` is its page table now, `program` its
//    program's name, which is there for ever, and `regs` what it starts with.
void process_start(pid_t pid, x86_64_pagetable *pt, const char *program, const regstate *regs);

// process_release(p)
//    Frees the memory and the slot of `p`, which is in no queue.
void process_release(proc *p);

// process_fault(p)
//    Ends `p`, the current process, but keeps its slot and memory.
void process_fault(proc *p);

// process_reap_faulted()
//    Releases the process that has been faulted for longest: its slot, and its page table at least.
//    False if there is none.
bool process_reap_faulted(void);

#endif
