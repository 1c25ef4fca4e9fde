#ifndef WEENSY_FAULTS_H
#define WEENSY_FAULTS_H

// faults.h: what becomes of a process that faults.

#include "judge-calls.h"
#include "x86-64.h"

// faults_announce(pid, address, outcome)
//    From now on the kernel is held to what it does with faults: those of process `pid` at
//    `address` (0: an exception that is no page fault) have this outcome, and all others
//    FAULT_GOES_ON.
void faults_announce(pid_t pid, uint64_t address, enum fault_outcome outcome);

// faults_begin(pid, regs), faults_end()
//    Process `pid` faults; and the kernel has made up its mind about it. The second ends the run if
//    it is wrong, or if the process repeats the fault for ever. Was there a fault?
void faults_begin(pid_t pid, const regstate *regs);
bool faults_end(void);

// faults_forget(pid)
//    Process `pid` makes a system call: what it does next is no repetition.
void faults_forget(pid_t pid);

#endif
