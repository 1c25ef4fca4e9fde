// offsets.c: the sizes and offsets of C's structures that the entry code, in assembly, needs.

#include "interrupts.h"
#include "offsets.h"
#include "segments.h"
#include "x86-64.h"

#define ERROR_CODE_BIT(constant, vector, error_code, ...) | (error_code << vector)
#define REG(name) OFFSET(REG_##name, offsetof(regstate, reg_##name))

void
offsets(void) {
    OFFSET(VECTOR_ENTRY_SIZE, VECTOR_ENTRY_SIZE);
    OFFSET(VECTORS_WITH_ERROR_CODE, 0 EXCEPTIONS(ERROR_CODE_BIT)); // bit n: vector n
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
    OFFSET(VECTOR_IRQ, INT_IRQ);
    OFFSET(VECTOR_SYSCALL, INT_SYSCALL);
}
