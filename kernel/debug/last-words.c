// last-words.c: shows the message and the backtrace of a process that gives up.

#include "last-words.h"
#include "assert.h"
#include "backtrace.h"
#include "console.h"
#include "kernel.h"
#include "log.h"
#include "string.h"
#include "syscalls.h"
#include "vmiter.h"

static void read_message(x86_64_pagetable *pt, uintptr_t message, char *s);

void
last_words_show(pid_t pid, uintptr_t message) {
    process_view view;
    bool found = view_process(pid, &view);
    assert(found);
    char s[PANIC_MESSAGE_MAX + 1];
    read_message(view.pagetable, message, s);
    const char *trace = backtrace_text(backtrace_of(view.regs, view.pagetable, view.program));
    console_printf(CS_ERROR "Process %d (%s): panic: %s" CS_NORMAL "\n%s", pid, view.program, s,
                   trace);
    log_printf("process %d (%s): panic: %s\n%s", pid, view.program, s, trace);
}

static void
read_message(x86_64_pagetable *pt, uintptr_t message, char *s) {
    vmiter it = vmiter_make(pt, message);
    if (!vmiter_user(&it)) {
        strlcpy(s, "(unreadable message)", PANIC_MESSAGE_MAX + 1);
        return;
    }
    char c, *end = s + PANIC_MESSAGE_MAX;
    for (; s < end && vmiter_user(&it) && (c = *(char *) vmiter_kptr(&it)) != '\0'; ++s) {
        *s = is_printable(c) || c == '\n' ? c : '?'; // no escape sequences
        vmiter_advance(&it, 1);
    }
    *s = '\0';
}
