// strace.c: reports the system calls that processes make. STRACE=1 links it into any of the
// kernels. The linker's --wrap puts it around the kernel's `syscall` and `exception_return`. For
// each call, once its result is known, it writes a line to a debug port of its own:
//
//     tick   process           call = result
//       12   2 pipereader      sys_piperead(0x10f0a0 "hello", 256) = 5

#include "addresses.h"
#include "errors.h"
#include "kernel.h"
#include "math.h"
#include "printf.h"
#include "string.h"
#include "syscalls.h"
#include "timer.h"
#include "vmiter.h"
#include "x86.h"

enum { STRACE_PORT = 0xEA }; // tools/run/qemu.c has the same number

#define PROCESSES_MAX 256
#define SHOWN_BYTES 32 // how many bytes it shows of what a pointer points to
#define QUOTED_SIZE (2 * SHOWN_BYTES + 8)

uintptr_t __real_syscall(regstate *regs);
uintptr_t __wrap_syscall(regstate *regs);
void __real_exception_return(regstate *regs) never_returns;
void __wrap_exception_return(regstate *regs) never_returns;

enum { ARGUMENTS_MAX = 2 };

// What lib/syscalls.h says about each call, by number.
enum result { STATUS, PROCESS, COUNT, NEVER };
enum kind { NONE, NUMBER, ADDRESS, STRING, BYTES, STRING_OUT, BYTES_OUT };
#define CALL(constant, number, result, function, ...) [number] = {#function, result, {__VA_ARGS__}},

static const struct call {
    const char *name;
    enum result result;
    enum kind arguments[ARGUMENTS_MAX];
} calls[] = {SYSCALLS(CALL)};

// The call that each process is in.
static struct pending {
    bool is; // the process is in a call
    uint64_t number, arguments[ARGUMENTS_MAX];
    char content[ARGUMENTS_MAX][QUOTED_SIZE]; // what they point to, in quotes
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
//    Stores in `s`, in quotes, what the process can read of the `size` bytes at `va`, up to a NUL
//    if `until_nul`, and at most SHOWN_BYTES; "" if it can read nothing.
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

static const struct call *
call_of(uint64_t number) {
    return number < ARRAY_SIZE(calls) && calls[number].name != NULL ? &calls[number] : NULL;
}

// quote_arguments(p, pt, text, bytes, size)
//    For the arguments of kind `text` or `bytes`, stores what they point to: a string, or `size`
//    bytes.
static void
quote_arguments(struct pending *p, x86_64_pagetable *pt, enum kind text, enum kind bytes,
                size_t size) {
    const struct call *call = call_of(p->number);
    for (int i = 0; call != NULL && i < ARGUMENTS_MAX; ++i) {
        bool is_text = call->arguments[i] == text;
        if (is_text || call->arguments[i] == bytes) {
            quote(pt, p->arguments[i], is_text ? SIZE_MAX : size, is_text, p->content[i]);
        }
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
    const struct call *call = call_of(p->number);
    if (call == NULL) {
        say("system call %lu = %ld%s\n", p->number, result, error_name(result));
        return;
    }
    if (result >= 0) {
        quote_arguments(p, view->pagetable, STRING_OUT, BYTES_OUT, (size_t) result);
    }
    say("%s(", call->name);
    for (int i = 0; i < ARGUMENTS_MAX && call->arguments[i] != NONE; ++i) {
        say(call->arguments[i] == NUMBER ? "%s%lu" : "%s%#lx", i > 0 ? ", " : "", p->arguments[i]);
        say("%s", p->content[i]);
    }
    if (call->result == NEVER) {
        say(")\n");
    } else {
        say(") = %ld%s\n", result, error_name(result));
    }
}

// process_of(regs, view)
//    The number of the process whose registers these are; fills `*view`. 0 if there is none.
static pid_t
process_of(const regstate *regs, process_view *view) {
    for (pid_t pid = 1; pid <= view_last_pid && pid < PROCESSES_MAX; ++pid) {
        if (view_process(pid, view) && view->regs == regs) {
            return pid;
        }
    }
    return 0;
}

// enter(), leave(pt)
//    Puts the kernel's page table in force, since a process's may not map all that is read here;
//    and again the one that was.
static x86_64_pagetable *
enter(void) {
    x86_64_pagetable *pt = page_table_in_force();
    write_cr3(kptr2pa(kernel_pagetable));
    return pt;
}

static void
leave(x86_64_pagetable *pt) {
    write_cr3(kptr2pa(pt));
}

uintptr_t
__wrap_syscall(regstate *regs) {
    process_view view;
    x86_64_pagetable *pt = enter();
    pid_t pid = process_of(regs, &view);
    struct pending *p = &pending[pid];
    *p = (struct pending) {true, regs->reg_rax, {regs->reg_rdi, regs->reg_rsi}, {""}};
    quote_arguments(p, view.pagetable, STRING, BYTES, regs->reg_rsi);
    const struct call *call = call_of(p->number);
    if (call != NULL && call->result == NEVER) {
        say_call(pid, &view, 0);
    }
    leave(pt);
    uintptr_t result = __real_syscall(regs);
    pt = enter();
    say_call(pid, &view, (int64_t) result);
    leave(pt);
    return result;
}

// __wrap_exception_return(regs)
//    A process continues. If it was in a call, the call had to wait, and %rax has its result.
void
__wrap_exception_return(regstate *regs) {
    process_view view;
    pid_t pid = process_of(regs, &view);
    if (pid != 0 && pending[pid].is) {
        x86_64_pagetable *pt = enter();
        say_call(pid, &view, (int64_t) regs->reg_rax);
        leave(pt);
    }
    __real_exception_return(regs);
}
