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
    P_FAULTED = 3,  // ended by an exception, kept for people to look at
} procstate;

struct proc {
    x86_64_pagetable *pagetable;
    pid_t pid;
    procstate state;
    regstate regs;

    const char *program; // name of its program, in the disk image's directory
    struct proc *next;   // the next process in its queue

    // Its transfer to or from the pipe. If the process has to wait, the iterator stays valid: the
    // page table of a process that waits does not change.
    vmiter pipe_buf; // the buffer
    size_t pipe_sz;  // its size in bytes
};
typedef struct proc proc;

extern proc ptable[MAXNPROC];
extern proc *current; // the process that runs, or whose system call or exception the kernel handles

// process_setup(pid, program_name)
//    Loads a program into the free slot `pid` and makes it runnable. Returns 0; E_NOENT or E_NOEXEC
//    (program_find); E_NOMEM. After an error nothing has changed, except that faulted processes may
//    have been reclaimed.
int process_setup(pid_t pid, const char *program_name) must_check;

// process_find_slot()
//    The number of a free slot. If there is none, reclaims the slot of the oldest faulted process;
//    E_AGAIN if there is no such process either.
pid_t process_find_slot(void) must_check;

// process_start(pid, pt, program, regs)
//    Makes a runnable process in the free slot `pid`. It owns page table `pt` and starts with the
//    registers `*regs`. The string `program`, its program's name, lives as long as the kernel.
void process_start(pid_t pid, x86_64_pagetable *pt, const char *program, const regstate *regs);

// process_release(p)
//    Frees the memory and the slot of `p`, which is in no queue.
void process_release(proc *p);

// process_fault(p)
//    Ends `p`, the current process, but keeps its slot and memory.
void process_fault(proc *p);

// process_reap_faulted()
//    Reclaims the slot and the memory of the oldest faulted process: its page-table pages at least.
//    False if there is no faulted process.
bool process_reap_faulted(void);

#endif
