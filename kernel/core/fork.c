// fork.c: fork and spawn. Faulted processes, which are kept only to be looked at, give way when
// there is no slot or no memory.

#include "fork.h"
#include "address-space.h"
#include "errors.h"
#include "program.h"
#include "syscall-numbers.h"
#include "user-memory.h"

static x86_64_pagetable *
copied_address_space(const proc *p) {
    x86_64_pagetable *pt = address_space_new();
    if (pt != NULL && address_space_copy(pt, p->pagetable, p->regs.reg_rsp) < 0) {
        address_space_free(pt);
        pt = NULL;
    }
    return pt;
}

pid_t
process_fork(proc *parent) {
    pid_t pid = process_find_slot();
    if (pid < 0) {
        return pid;
    }
    x86_64_pagetable *pt;
    do {
        pt = copied_address_space(parent);
    } while (pt == NULL && process_reap_faulted());
    if (pt == NULL) {
        return E_NOMEM;
    }

    process_start(pid, pt, parent->program, &parent->regs);
    ptable[pid].regs.reg_rax = 0;
    return pid;
}

pid_t
process_spawn(proc *parent, uintptr_t name) {
    char program_name[PROGRAM_NAME_MAX + 1];
    ssize_t length = copy_string_from_user(parent, program_name, name, sizeof(program_name));
    if (length < 0) {
        return (pid_t) length;
    } else if (length > PROGRAM_NAME_MAX) {
        return E_NOENT;
    }
    program program;
    int r = program_find(program_name, &program); // before anybody gives way
    if (r < 0) {
        return r;
    }
    pid_t pid = process_find_slot();
    if (pid < 0) {
        return pid;
    }
    do {
        r = process_setup(pid, program_name);
    } while (r == E_NOMEM && process_reap_faulted());
    return r < 0 ? r : pid;
}
