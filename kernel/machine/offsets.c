// offsets.c: what the entry code, which is assembly, knows of C's structures.

#include "interrupts.h"
#include "offsets.h"
#include "segments.h"
#include "x86-64.h"

void
offsets(void) {
    OFFSET(VECTOR_ENTRY_SIZE, VECTOR_ENTRY_SIZE);
    OFFSET(REGS_SIZE, sizeof(regstate));
    OFFSET(REG_RAX, offsetof(regstate, reg_rax));
    OFFSET(REG_CS, offsetof(regstate, reg_cs));
    OFFSET(REG_RFLAGS, offsetof(regstate, reg_rflags));
    OFFSET(TASK_STATE_RSP0, offsetof(task_state, rsp));
    OFFSET(VECTOR_SYSCALL, INT_SYSCALL);
}
