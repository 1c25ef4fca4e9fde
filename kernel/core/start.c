// start.c: starts the complete kernel. From then on the kernel is two handlers. When one is called,
// the process's registers are saved and the kernel stack is empty. It returns to the process, or
// asks schedule.c to run another one.
//
//   exception            exception.c      an exception, or the timer's interrupt
//     tick               exception.c        the timer: keys, the memory viewer, the next turn
//     address_space_own  address-space.c    a page fault: a store to a copy-on-write page
//     user_fault         exception.c        any other: the process ends
//     fault_panic        fault.c            the kernel's own: it panics
//
//   syscall              syscall.c        a system call
//     give_way           schedule.c         sys_yield
//     page_alloc         syscall.c          sys_page_alloc
//     getsysname         syscall.c          sys_getsysname
//     process_fork       fork.c             sys_fork
//     process_spawn      fork.c             sys_spawn
//     exit_process       syscall.c          sys_exit
//     pipe_write         pipe.c             sys_pipewrite
//     pipe_read          pipe.c             sys_piperead
//     user_panic         syscall.c          sys_panic
//     extension_call     extension.c        any other number

#include "audit.h"
#include "command.h"
#include "console.h"
#include "errors.h"
#include "extension.h"
#include "kernel-memory.h"
#include "kernel.h"
#include "log.h"
#include "memory-viewer.h"
#include "pages.h"
#include "schedule.h"
#include "syscalls.h"

static void start_programs(const char *command);

// kernel_start(command)
//    Starts the programs that `command` names, as processes 1, 2, ... Its options are audit=N,
//    viewer=1, hold=1 (panic.c) and KEY=WORD,... (keys.c).
void
kernel_start(const char *command) {
    log_printf("kernel_start: %s\n", command);
    pages_init(process_reap_faulted);
    kernel_memory_init();
    audit_init((unsigned) command_option(command, "audit", 0));
    if (command_option(command, "viewer", 0)) {
        memory_viewer_toggle();
    }
    extension_init(command);
    start_programs(command);
    schedule();
}

static void
start_programs(const char *command) {
    char name[PROGRAM_NAME_MAX + 2]; // a cut-off name is still too long to be a program's
    for (pid_t pid = 1; command_program(command, pid - 1, name, sizeof(name)); ++pid) {
        int r = pid < MAXNPROC ? process_setup(pid, name) : E_AGAIN;
        if (r < 0) {
            console_printf(CS_ERROR "Cannot start program '%s': %s" CS_NORMAL "\n", name,
                           r == E_NOENT    ? "there is no program of that name"
                           : r == E_NOEXEC ? "its image is malformed"
                           : r == E_AGAIN  ? "too many processes"
                                           : "not enough memory");
            log_printf("cannot start program '%s': error %d\n", name, r);
        }
    }
}
