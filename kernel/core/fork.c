// fork.c: fork and spawn.

#include "fork.h"
#include "address-space.h"
#include "errors.h"
#include "program.h"
#include "syscalls.h"
#include "user-memory.h"

pid_t
process_fork(proc *parent) {
    pid_t pid = process_find_slot();
    if (pid < 0) {
        return pid;
    }
    x86_64_pagetable *pt = address_space_copy(parent->pagetable, parent->regs.reg_rsp);
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
    int r = program_find(program_name, &program); // before a faulted process loses its slot
    if (r < 0) {
        return r;
    }
    pid_t pid = process_find_slot();
    if (pid < 0) {
        return pid;
    }
    r = process_setup(pid, program_name);
    return r < 0 ? r : pid;
}
