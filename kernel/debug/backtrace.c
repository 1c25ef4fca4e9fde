// backtrace.c: follows frame pointers through a page table, so that a stack full of nonsense ends
// the trace instead of the kernel.

#include "backtrace.h"
#include "kernel.h"
#include "places.h"
#include "segments.h"
#include "vmiter.h"
#include "x86.h"

static bool next_frame(backtrace *bt);
static bool read_word(const backtrace *bt, uint64_t va, uint64_t *word);

backtrace
backtrace_of(const regstate *regs, x86_64_pagetable *pagetable, const char *program) {
    return (backtrace) {pagetable, program, regs->reg_rip, regs->reg_rbp};
}

backtrace __attribute__((noinline))
backtrace_here(x86_64_pagetable *pagetable, const char *program) {
    backtrace bt = {pagetable, program, 0, frame_pointer()};
    next_frame(&bt);
    return bt;
}

void
backtrace_print(backtrace bt, void (*print)(const char *format, ...)) {
    enum { MOST_FRAMES = 16 };
    int depth = 0;
    bool more;
    do {
        const char *file = bt.rip < PROC_START_ADDR ? "kernel" : bt.program;
        uint64_t call =
            depth == 0 ? bt.rip : bt.rip - 1; // a call may be its function's last instruction
        code_place place = place_find(file, call);
        print("  #%d  %#lx %s (%s:%u)\n", depth, bt.rip, place.function, place.file, place.line);
        uint64_t printed = bt.rip, again = 0;
        while ((more = next_frame(&bt)) && bt.rip == printed) { // recursion
            again += 1;
        }
        if (again > 0) {
            print("      and %lu times more\n", again);
        }
    } while (more && ++depth < MOST_FRAMES);
}

void
backtrace_print_process(void (*print)(const char *format, ...)) {
    process_view view;
    for (pid_t pid = 1; pid <= view_last_pid; ++pid) {
        if (view_process(pid, &view) && view.regs == interrupted_registers()) {
            print("  on behalf of process %d (%s):\n", pid, view.program);
            backtrace_print(backtrace_of(view.regs, view.pagetable, view.program), print);
        }
    }
}

// next_frame(bt)
//    Moves to the caller's frame; false if there is none, or none that can be read.
static bool
next_frame(backtrace *bt) {
    uint64_t rip, rbp;
    if (!read_word(bt, bt->rbp, &rbp) || !read_word(bt, bt->rbp + 8, &rip) || rip == 0
        || (rbp != 0 && rbp <= bt->rbp)) { // the stack grows down: callers lie above
        return false;
    }
    bt->rip = rip;
    bt->rbp = rbp;
    return true;
}

static bool
read_word(const backtrace *bt, uint64_t va, uint64_t *word) {
    vmiter it = vmiter_make(bt->pagetable, va);
    bool allowed = bt->program != NULL ? vmiter_user(&it) : vmiter_present(&it);
    if (va % sizeof(*word) != 0 || !allowed) {
        return false;
    }
    *word = *(const uint64_t *) vmiter_kptr(&it);
    return true;
}
