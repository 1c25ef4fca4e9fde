// strace.c: says what system calls processes make. Linked into either kernel by STRACE=1, it stands
// around the kernel's `syscall` and `exception_return` (by the linker's --wrap), and writes a line
// for each call when its result is known to a debug port of its own:
//
//     tick   process           call = result
//       12   2 pipereader      sys_piperead(0x10f0a0 "hello", 256) = 5

#include "errors.h"
#include "kernel.h"
#include "math.h"
#include "printf.h"
#include "string.h"
#include "syscall-numbers.h"
#include "timer.h"
#include "vmiter.h"
#include "x86.h"

enum { STRACE_PORT = 0xEA }; // as tools/run-qemu.c has it

#define PROCESSES_MAX 256
#define SHOWN_BYTES 32 // of what a pointer points to
#define QUOTED_SIZE (2 * SHOWN_BYTES + 8)

uintptr_t __real_syscall(regstate *regs);
uintptr_t __wrap_syscall(regstate *regs);
void __real_exception_return(regstate *regs) never_returns;
void __wrap_exception_return(regstate *regs) never_returns;

// What an argument is, which says how it is shown.
enum kind { NONE, NUMBER, ADDRESS, STRING, BYTES_IN, BYTES_OUT, STRING_OUT };

static const struct call {
    const char *name;
    enum kind a, b;
    bool ends; // it does not return
} calls[] = {
    [SYSCALL_GETPID] = {"getpid", NONE, NONE, false},
    [SYSCALL_YIELD] = {"yield", NONE, NONE, false},
    [SYSCALL_PANIC] = {"panic", STRING, NONE, true},
    [SYSCALL_PAGE_ALLOC] = {"page_alloc", ADDRESS, NONE, false},
    [SYSCALL_FORK] = {"fork", NONE, NONE, false},
    [SYSCALL_EXIT] = {"exit", NONE, NONE, true},
    [SYSCALL_GETSYSNAME] = {"getsysname", STRING_OUT, NONE, false},
    [SYSCALL_SPAWN] = {"spawn", STRING, NONE, false},
    [SYSCALL_PIPEWRITE] = {"pipewrite", BYTES_IN, NUMBER, false},
    [SYSCALL_PIPEREAD] = {"piperead", BYTES_OUT, NUMBER, false},
};

// The call that a process is in.
static struct pending {
    bool is;
    uint64_t number, a, b;
    char before[QUOTED_SIZE]; // what it pointed to when it was made, in quotes
} pending[PROCESSES_MAX];

static void
put(struct printer *printer, char c) {
    (void) printer;
    outb(STRACE_PORT, (uint8_t) c);
}

static void printf_like(1, 2) say(const char *format, ...) {
    struct printer printer = {put};
    va_list arguments;
    va_start(arguments, format);
    vprinter(&printer, format, arguments);
    va_end(arguments);
}

// quote(pt, va, size, until_nul, s)
//    Stores what a process can read at `va` in `s`, in quotes; "" if that is nothing.
static void
quote(x86_64_pagetable *pt, uint64_t va, size_t size, bool until_nul, char s[QUOTED_SIZE]) {
    size_t n = 0, i = 0;
    s[n++] = ' ';
    s[n++] = '"';
    vmiter it = vmiter_make(pt, va);
    for (; i < min(size, (size_t) SHOWN_BYTES) && vmiter_user(&it); ++i, vmiter_advance(&it, 1)) {
        char c = *(const char *) vmiter_kptr(&it);
        if (c == '\0' && until_nul) {
            size = i;
            break;
        }
        if (c == '\n' || c == '"' || c == '\\') {
            s[n++] = '\\';
        }
        s[n++] = c == '\n' ? 'n' : is_printable(c) ? c : '.';
    }
    s[n++] = '"';
    strlcpy(s + n, i < size && i > 0 ? "..." : "", 4);
    if (i == 0) {
        s[0] = '\0';
    }
}

static bool
is_text(enum kind kind) {
    return kind == STRING || kind == STRING_OUT;
}

static void
say_argument(enum kind kind, uint64_t value, const char *content) {
    if (kind == NUMBER) {
        say("%lu", value);
    } else if (kind != NONE) {
        say("%#lx%s", value, content);
    }
}

static const char *
error_name(int64_t result) {
    switch (result) {
    case E_NOENT: return " E_NOENT";
    case E_NOEXEC: return " E_NOEXEC";
    case E_AGAIN: return " E_AGAIN";
    case E_NOMEM: return " E_NOMEM";
    case E_FAULT: return " E_FAULT";
    case E_INVAL: return " E_INVAL";
    case E_NOSYS: return " E_NOSYS";
    default: return "";
    }
}

static void
say_call(pid_t pid, const process_view *view, int64_t result) {
    struct pending *p = &pending[pid];
    say("%8lu %3d %-14s ", ticks, pid, view->program);
    p->is = false;
    if (p->number >= ARRAY_SIZE(calls) || calls[p->number].name == NULL) {
        say("system call %lu = %ld%s\n", p->number, result, error_name(result));
        return;
    }
    const struct call *call = &calls[p->number];
    if (result > 0 && call->a == BYTES_OUT) {
        quote(view->pagetable, p->a, (size_t) result, false, p->before);
    } else if (result == 0 && call->a == STRING_OUT) {
        quote(view->pagetable, p->a, SYSNAME_SIZE, true, p->before);
    }
    say("sys_%s(", call->name);
    say_argument(call->a, p->a, p->before);
    say("%s", call->b == NONE ? "" : ", ");
    say_argument(call->b, p->b, "");
    if (call->ends) {
        say(")\n");
    } else {
        say(") = %ld%s\n", result, error_name(result));
    }
}

// process_of(regs, view)
//    The process whose registers these are, and a view of it; 0 if there is none.
static pid_t
process_of(const regstate *regs, process_view *view) {
    for (pid_t pid = 1; pid <= view_last_pid && pid < PROCESSES_MAX; ++pid) {
        if (view_process(pid, view) && view->regs == regs) {
            return pid;
        }
    }
    return 0;
}

uintptr_t
__wrap_syscall(regstate *regs) {
    process_view view;
    pid_t pid = process_of(regs, &view);
    struct pending *p = &pending[pid];
    *p = (struct pending) {true, regs->reg_rax, regs->reg_rdi, regs->reg_rsi, ""};
    const struct call *call = p->number < ARRAY_SIZE(calls) ? &calls[p->number] : &calls[0];
    if (call->a == STRING || call->a == BYTES_IN) {
        quote(view.pagetable, p->a, is_text(call->a) ? SIZE_MAX : p->b, is_text(call->a),
              p->before);
    }
    if (call->ends) {
        say_call(pid, &view, 0);
    }
    uintptr_t result = __real_syscall(regs);
    say_call(pid, &view, (int64_t) result);
    return result;
}

// Somebody goes on: with the result of a call that had to wait, if there was one.
void
__wrap_exception_return(regstate *regs) {
    process_view view;
    pid_t pid = process_of(regs, &view);
    if (pid != 0 && pending[pid].is) {
        say_call(pid, &view, (int64_t) regs->reg_rax);
    }
    __real_exception_return(regs);
}
