// pipe-keeper.c: takes the extra call of H2's actors, which is not the student's, to the referee.

#include "doorkeeper.h"
#include "pipe-referee.h"

bool
doorkeeper_call(pid_t pid, uintptr_t call, regstate *regs, uintptr_t *result) {
    if (call == REFEREE_NEXT) {
        referee_next(pid, (referee_order *) regs->reg_rdi);
        *result = 0;
    }
    return call == REFEREE_NEXT;
}
