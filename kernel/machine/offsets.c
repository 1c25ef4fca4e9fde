// offsets.c: what the entry code, which is assembly, knows of C's structures.

#include "interrupts.h"
#include "offsets.h"
#include "segments.h"
#include "x86-64.h"

void
offsets(void) {
    OFFSET(VECTOR_ENTRY_SIZE, VECTOR_ENTRY_SIZE);
    OFFSET(REGS_SIZE, sizeof(regstate));
    OFFSET(REG_RCX, offsetof(regstate, reg_rcx));
    OFFSET(REG_RDX, offsetof(regstate, reg_rdx));
    OFFSET(REG_RBP, offsetof(regstate, reg_rbp));
    OFFSET(REG_RSI, offsetof(regstate, reg_rsi));
    OFFSET(REG_RDI, offsetof(regstate, reg_rdi));
    OFFSET(REG_R8, offsetof(regstate, reg_r8));
    OFFSET(REG_R9, offsetof(regstate, reg_r9));
    OFFSET(REG_R10, offsetof(regstate, reg_r10));
    OFFSET(REG_R11, offsetof(regstate, reg_r11));
    OFFSET(REG_RIP, offsetof(regstate, reg_rip));
    OFFSET(REG_CS, offsetof(regstate, reg_cs));
    OFFSET(REG_RFLAGS, offsetof(regstate, reg_rflags));
    OFFSET(TASK_STATE_RSP0, offsetof(task_state, rsp));
    OFFSET(VECTOR_SYSCALL, INT_SYSCALL);
}
