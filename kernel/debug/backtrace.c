// backtrace.c: follows frame pointers. It reads the stack by way of a page table, so that nonsense
// on the stack ends the backtrace and not the kernel.

#include "backtrace.h"
#include "kernel.h"
#include "memory-layout.h"
#include "places.h"
#include "printf.h"
#include "segments.h"
#include "string.h"
#include "vmiter.h"
#include "x86.h"

static code_place place_of(const backtrace *bt, uint64_t rip);
static bool next_frame(backtrace *bt);
static bool read_word(const backtrace *bt, uint64_t va, uint64_t *word);

backtrace
backtrace_of(const regstate *regs, x86_64_pagetable *pagetable, const char *program) {
    return (backtrace) {pagetable, program, regs->reg_rip, regs->reg_rbp, regs->reg_rsp};
}

backtrace __attribute__((noinline))
backtrace_here(x86_64_pagetable *pagetable, const char *program) {
    backtrace bt = {pagetable, program, 0, frame_pointer(), 0};
    next_frame(&bt);
    return bt;
}

// The text so far, which holds a line for each frame.
static char text[2048];
static size_t length;

static void printf_like(1, 2) add(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + length, sizeof(text) - length, format, arguments);
    va_end(arguments);
    length += strlen(text + length);
}

static void
add_frames(backtrace bt) {
    // A process can build any chain of frames. Its stack, one page, has room for MOST_VISITED.
    enum { MOST_FRAMES = 16, MOST_VISITED = PAGESIZE / 16 };
    int depth = 0, visited = 0;
    bool more, again;
    do {
        uint64_t rip = bt.rip; // after the call, which may be its function's last instruction
        code_place place = place_of(&bt, depth == 0 ? rip : rip - 1);
        again = false;
        while ((more = next_frame(&bt) && ++visited < MOST_VISITED) && bt.rip == rip) {
            again = true;
        }
        add("  #%d  %#lx %s (%s:%u)%s\n", depth, rip, place.function, place.file, place.line,
            again ? ", again and again" : "");
    } while (more && ++depth < MOST_FRAMES);
}

const char *
backtrace_text(backtrace bt) {
    length = 0;
    add_frames(bt);
    process_view view;
    for (pid_t pid = 1; bt.program == NULL && pid <= view_last_pid; ++pid) {
        if (view_process(pid, &view) && view.regs == interrupted_registers()) {
            add("  on behalf of process %d (%s):\n", pid, view.program);
            add_frames(backtrace_of(view.regs, view.pagetable, view.program));
        }
    }
    return text;
}

static code_place
place_of(const backtrace *bt, uint64_t rip) {
    return place_find(rip < PROC_START_ADDR ? "kernel" : bt->program, rip);
}

// next_frame(bt)
//    Moves to the caller's frame; false if there is none, or if it cannot be read.
static bool
next_frame(backtrace *bt) {
    uint64_t rip, rbp, rsp = bt->rsp;
    bt->rsp = 0;
    if (rsp != 0 && place_of(bt, bt->rip).no_frame) {
        return read_word(bt, rsp, &bt->rip);
    }
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
