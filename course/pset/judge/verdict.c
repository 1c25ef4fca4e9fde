// verdict.c: how a check ends.

#include "judge.h"
#include "addresses.h"
#include "backtrace.h"
#include "direct-map.h"
#include "math.h"
#include "memory-viewer.h"
#include "printf.h"
#include "report.h"
#include "screen.h"
#include "syscalls.h"
#include "x86.h"

moment now;

unsigned
judge_step(void) {
    static long step;
    if (step == 0) {
        step = report_option("step", 1);
    }
    return (unsigned) step;
}

unsigned
judge_step_from(unsigned step) {
    return judge_step() < step ? step : judge_step();
}

// call_name(number)
//    The name of a system call.
static const char *
call_name(uint64_t number) {
#define NAME(constant, value, result, function, ...) [value] = #function,
    static const char *const names[] = {SYSCALLS(NAME)};
    return number < ARRAY_SIZE(names) && names[number] != NULL ? names[number] : "a system call";
}

const char *
judge_when(void) {
    static char text[100];
    const char *when = now.is_over ? "after" : "in";
    int n = 0;
    switch (now.kind) {
    case AT_START: snprintf(text, sizeof(text), "when the first process starts"); break;
    case IN_EXCEPTION:
        snprintf(text, sizeof(text), "%s an exception of process %d", when, now.pid);
        break;
    case IN_CALL:
        n = snprintf(text, sizeof(text), "%s %s of process %d", when, call_name(now.call), now.pid);
        if (now.failed != 0) {
            snprintf(text + n, sizeof(text) - (size_t) n, ", in which allocation %u failed",
                     now.failed);
        }
        break;
    }
    return text;
}

unsigned
whose(unsigned step) {
    bool in_fork = now.kind == IN_CALL && now.call == SYSCALL_FORK;
    return in_fork && judge_step() >= 5 && step < 5 ? 5 : step;
}

// show_memory()
//    The screen shows memory from now on.
static void
show_memory(void) {
    write_cr3(kptr2pa(kernel_pagetable));
    memory_viewer_toggle();
    memory_viewer_update();
    screen_flush();
}

void
judge_wrong(unsigned step, const char *format, ...) {
    if (now.kind == IN_EXCEPTION && judge_step() >= 8 && step != 0 && step < 8) {
        step = 8; // before that step, exceptions change no memory
    }
    char text[300];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    report_line("wrong %u %s", step, text);
    if (!now.is_over) {
        report_trace(now.fault != NULL ? backtrace_of(now.fault, page_table_in_force(), NULL)
                                       : backtrace_here(page_table_in_force(), NULL));
    }
    show_memory();
    report_end();
}

void
judge_detail(const char *format, ...) {
    char text[200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    report_line("detail %s", text);
}

void
judge_passed(void) {
    report_line("passed");
    report_end();
}
