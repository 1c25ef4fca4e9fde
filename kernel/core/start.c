// start.c: starts the complete kernel.

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
//    Programs of the command become processes 1, 2, ... Options: audit=N, viewer=1, hold=1
//    (panic.c).
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
    char name[PROGRAM_NAME_MAX + 2]; // a name that is too long stays so
    for (pid_t pid = 1; command_program(command, pid - 1, name, sizeof(name)); ++pid) {
        int r = pid < MAXNPROC ? process_setup(pid, name) : E_AGAIN;
        if (r < 0) {
            console_printf(CS_ERROR "Cannot start program '%s': %s" CS_NORMAL "\n", name,
                           r == E_NOENT    ? "there is none of that name"
                           : r == E_NOEXEC ? "its image is malformed"
                           : r == E_AGAIN  ? "too many processes"
                                           : "not enough memory");
            log_printf("cannot start program '%s': error %d\n", name, r);
        }
    }
}
