// trace.c: the guest's half of `make trace-NAME`. The linker's --wrap puts it around functions of
// any of the kernels. It gives the plugin in QEMU (plugin/) a notice of each entry into the kernel
// and each return to user mode, with a list of the processes. The plugin sees everything else
// itself.

#include "mailbox.h"
#include "console.h"
#include "exit-codes.h"
#include "kernel.h"
#include "log.h"
#include "math.h"
#include "memory-layout.h"
#include "power.h"
#include "timer.h"
#include "x86.h"

volatile struct trace_mailbox trace_mailbox;

void __real_kernel_start(const char *command) never_returns;
void __wrap_kernel_start(const char *command) never_returns;
uintptr_t __real_syscall(regstate *regs);
uintptr_t __wrap_syscall(regstate *regs);
void __real_exception(regstate *regs);
void __wrap_exception(regstate *regs);
void __real_exception_return(regstate *regs) never_returns;
void __wrap_exception_return(regstate *regs) never_returns;
void __real_timer_interrupt(void);
void __wrap_timer_interrupt(void);
void __wrap_log_printf(const char *format, ...) printf_like(1, 2);
void __real_end_run(uint8_t code);
void __wrap_end_run(uint8_t code);

static void notice(enum trace_notice kind, const regstate *regs);
static void tell_all_kinds(void);
static void copy_screen(void);
static void copy_screen_after_tick(void);

void
__wrap_kernel_start(const char *command) {
    trace_mailbox.values[FACT_DIRECT_MAP] = DIRECT_MAP;
    trace_mailbox.values[FACT_PAGES] = MEMSIZE_PHYSICAL / PAGESIZE;
    trace_mailbox.values[FACT_VIRTUAL_END] = MEMSIZE_VIRTUAL;
    trace_mailbox.values[FACT_HZ] = HZ;
    trace_mailbox.values[FACT_STACK_START] = KERNEL_STACK_BOTTOM;
    trace_mailbox.values[FACT_STACK_END] = KERNEL_STACK_TOP;
    copy_screen();
    notice(NOTICE_START, NULL);
    __real_kernel_start(command);
}

uintptr_t
__wrap_syscall(regstate *regs) {
    trace_mailbox.values[0] = regs->reg_rax;
    trace_mailbox.values[1] = regs->reg_rdi;
    trace_mailbox.values[2] = regs->reg_rsi;
    trace_mailbox.values[3] = regs->reg_rip;
    notice(NOTICE_SYSCALL, regs);
    uintptr_t result = __real_syscall(regs);
    trace_mailbox.values[0] = result;
    notice(NOTICE_RESULT, regs);
    return result;
}

void
__wrap_exception(regstate *regs) {
    trace_mailbox.values[0] = regs->reg_intno;
    trace_mailbox.values[1] = regs->reg_errcode;
    trace_mailbox.values[2] = read_cr2();
    trace_mailbox.values[3] = regs->reg_rip;
    notice(NOTICE_EXCEPTION, regs);
    __real_exception(regs);
    copy_screen_after_tick();
    trace_mailbox.values[0] = regs->reg_rax;
    notice(NOTICE_RETURN, regs);
}

void
__wrap_exception_return(regstate *regs) {
    tell_all_kinds();
    copy_screen_after_tick();
    trace_mailbox.values[0] = regs->reg_rax;
    notice(NOTICE_RETURN, regs);
    __real_exception_return(regs);
}

void
__wrap_timer_interrupt(void) {
    __real_timer_interrupt();
    if (trace_mailbox.kind != NOTICE_RESULT && trace_mailbox.kind != NOTICE_RETURN) {
        copy_screen(); // no process runs; if one does, copy_screen_after_tick copies it
    }
    notice(NOTICE_TICK, NULL);
}

void
__wrap_log_printf(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    log_vprintf(format, arguments);
    va_end(arguments);
    trace_mailbox.kind = NOTICE_LOG;
}

void
__wrap_end_run(uint8_t code) {
    copy_screen();
    trace_mailbox.values[0] = code;
    notice(NOTICE_END, NULL);
    __real_end_run(code);
}


static pid_t look_at_processes(const regstate *regs);

// notice(kind, regs)
//    Gives a notice about the process whose registers these are. Ends the run if the plugin asks
//    for that.
static void
notice(enum trace_notice kind, const regstate *regs) {
    trace_mailbox.now = ticks;
    trace_mailbox.pid = (uint64_t) look_at_processes(regs);
    trace_mailbox.kind = kind;
    trace_mailbox.screen_is_new = 0;
    if (trace_mailbox.stop && kind != NOTICE_END) {
        __wrap_end_run(EXIT_OK);
    }
}

// look_at_processes(regs)
//    Fills `processes`. Returns the number of the process whose registers these are; 0: none.
static pid_t
look_at_processes(const regstate *regs) {
    pid_t found = 0;
    for (pid_t pid = 1; pid <= view_last_pid && pid < TRACE_PROCESSES_MAX; ++pid) {
        volatile struct trace_process *p = &trace_mailbox.processes[pid];
        process_view view;
        if (!view_process(pid, &view)) {
            p->program = 0;
            continue;
        }
        p->program = (uint64_t) view.program;
        p->state = (uint64_t) view.state;
        p->pagetable = kptr2pa(view.pagetable);
        p->start = view.memory_start;
        p->end = view.memory_end;
        found = view.regs == regs ? pid : found;
    }
    return found;
}

static void tell_kinds(uint64_t first);

// tell_all_kinds()
//    Gives notice of the kinds of all pages, once: when the kernel first goes to user mode.
static void
tell_all_kinds(void) {
    static bool told;
    if (told) {
        return;
    }
    told = true;
    for (uint64_t page = 0; page < MEMSIZE_PHYSICAL / PAGESIZE; page += TRACE_KINDS) {
        tell_kinds(page);
    }
}

static void
tell_kinds(uint64_t first) {
    static const char letters[] = {[PAGE_RESERVED] = 'R',
                                   [PAGE_KERNEL] = 'K',
                                   [PAGE_CONSOLE] = 'C',
                                   [PAGE_TICKS] = 'T',
                                   [PAGE_ALLOCATABLE] = '.'};
    uint64_t n = min((uint64_t) TRACE_KINDS, MEMSIZE_PHYSICAL / PAGESIZE - first);
    for (uint64_t i = 0; i < n; ++i) {
        page_view view;
        view_page((first + i) * PAGESIZE, &view);
        trace_mailbox.kinds[i] = (uint8_t) letters[view.kind];
    }
    trace_mailbox.values[0] = first;
    trace_mailbox.values[1] = n;
    trace_mailbox.kind = NOTICE_KINDS;
}

// copy_screen()
//    Copies the screen, four cells at a time, since a device's memory is slow.
static void
copy_screen(void) {
    const volatile uint64_t *cells = (const volatile uint64_t *) console;
    for (int i = 0; i < TRACE_CELLS / 4; ++i) {
        trace_mailbox.screen[i] = cells[i];
    }
    trace_mailbox.screen_is_new = 1;
}

// copy_screen_after_tick()
//    Copies the screen at the first return to user mode after a tick. Then it has what the kernel
//    drew at that tick.
static void
copy_screen_after_tick(void) {
    static uint64_t copied_at;
    if (ticks != copied_at) {
        copied_at = ticks;
        copy_screen();
    }
}
