// pipe-handout.c: what door.c gets in place of the student's kernel, to count the calls of H1.3:
// the student's kernel, but with the pipe as it was handed out. The functions are those of
// kernel.c, word for word; from them, part_h.py also knows whether H2 is begun.

#define syscall kernels_syscall
#include STUDENT_SOURCE
#undef syscall

#define pipe_byte handout_pipe_byte
#define pipe_is_full handout_pipe_is_full
#define syscall_pipewrite handout_pipewrite
#define syscall_piperead handout_piperead

static char pipe_byte;
static bool pipe_is_full;

static ssize_t
syscall_pipewrite(uintptr_t buf, size_t sz) {
    // Exercise H2: your code here
    if (sz == 0) {
        return 0;
    } else if (!vmiter_user(vmiter_at(current->pagetable, buf))) {
        return E_FAULT;
    } else if (pipe_is_full) {
        return E_AGAIN;
    }
    pipe_byte = *(const char *) buf;
    pipe_is_full = true;
    return 1;
}

static ssize_t
syscall_piperead(uintptr_t buf, size_t sz) {
    // Exercise H2: your code here
    if (sz == 0) {
        return 0;
    } else if (!vmiter_allows(vmiter_at(current->pagetable, buf), PTE_P | PTE_W | PTE_U)) {
        return E_FAULT;
    } else if (!pipe_is_full) {
        return E_AGAIN;
    }
    *(char *) buf = pipe_byte;
    pipe_is_full = false;
    return 1;
}

uintptr_t
syscall(regstate *regs) {
    switch (regs->reg_rax) {
    case SYSCALL_PIPEWRITE: return (uintptr_t) handout_pipewrite(regs->reg_rdi, regs->reg_rsi);
    case SYSCALL_PIPEREAD: return (uintptr_t) handout_piperead(regs->reg_rdi, regs->reg_rsi);
    default: return kernels_syscall(regs);
    }
}
