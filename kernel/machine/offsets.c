// offsets.c: what the entry code, which is assembly, knows of C's structures.

#include "interrupts.h"
#include "offsets.h"
#include "segments.h"
#include "x86-64.h"

#define REG(name) OFFSET(REG_##name, offsetof(regstate, reg_##name))

void
offsets(void) {
    OFFSET(VECTOR_ENTRY_SIZE, VECTOR_ENTRY_SIZE);
    OFFSET(REGS_SIZE, sizeof(regstate));
    REG(rcx);
    REG(rdx);
    REG(rbp);
    REG(rsi);
    REG(rdi);
    REG(r8);
    REG(r9);
    REG(r10);
    REG(r11);
    REG(rip);
    REG(cs);
    REG(rflags);
    OFFSET(TASK_STATE_RSP0, offsetof(task_state, rsp));
    OFFSET(VECTOR_SYSCALL, INT_SYSCALL);
}
