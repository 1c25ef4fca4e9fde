// last-words.c: what a process says when it gives up.

#include "last-words.h"
#include "assert.h"
#include "backtrace.h"
#include "console.h"
#include "kernel.h"
#include "log.h"
#include "string.h"
#include "syscall-numbers.h"
#include "vmiter.h"

static void read_message(x86_64_pagetable *pt, uintptr_t message, char *s);

void
last_words_show(pid_t pid, uintptr_t message) {
    process_view view;
    bool found = view_process(pid, &view);
    assert(found);
    char s[PANIC_MESSAGE_MAX + 1];
    read_message(view.pagetable, message, s);
    console_printf(CS_ERROR "Process %d (%s): panic: %s" CS_NORMAL "\n", pid, view.program, s);
    log_printf("process %d (%s): panic: %s\n", pid, view.program, s);
    backtrace bt = backtrace_of(view.regs, view.pagetable, view.program);
    backtrace_print(bt, console_printf);
    backtrace_print(bt, log_printf);
}

static void
read_message(x86_64_pagetable *pt, uintptr_t message, char *s) {
    size_t length = 0;
    vmiter it = vmiter_make(pt, message);
    for (; length < PANIC_MESSAGE_MAX && vmiter_user(&it); vmiter_advance(&it, 1)) {
        char c = *(const char *) vmiter_kptr(&it);
        if (c == '\0') {
            s[length] = '\0';
            return;
        }
        s[length++] = is_printable(c) || c == '\n' ? c : '?'; // no escape sequences
    }
    s[length] = '\0';
    if (length == 0) {
        strlcpy(s, "(unreadable message)", PANIC_MESSAGE_MAX + 1);
    }
}
