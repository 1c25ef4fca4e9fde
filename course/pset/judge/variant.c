// variant.c: holds the kernel to its variant of the problem set (course/pset/variant.py), if it has
// one.

#include "judge.h"
#include "report.h"

void
variant_require_order(void *const pages[2]) {
    const long lowest_first = report_option("lowest", -1);
    if (lowest_first >= 0 && (pages[0] < pages[1]) != (lowest_first == 1)) {
        judge_wrong(
            judge_step(),
            "kalloc returned %p and then %p; in your variant it hands out the %s page first",
            pages[0], pages[1], lowest_first ? "lowest" : "highest");
    }
}

// stack_pages(view)
//    How many pages are mapped at the end of the process's memory, one below another.
static long
stack_pages(const process_view *view) {
    long n = 0;
    while (
        vmiter_user(vmiter_at(view->pagetable, view->memory_end - (uint64_t) (n + 1) * PAGESIZE))) {
        ++n;
    }
    return n;
}

void
variant_require(void) {
    const long slots = report_option("slots", 0), stack = report_option("stack", 0);
    process_view view;
    if (slots != 0 && view_last_pid + 1 != slots) {
        judge_wrong(judge_step(), "this kernel has %d slots for processes; your variant has %ld",
                    view_last_pid + 1, slots);
    }
    for (pid_t pid = 1; stack != 0 && pid <= view_last_pid; ++pid) {
        if (view_process(pid, &view) && stack_pages(&view) != stack) {
            judge_wrong(judge_step(),
                        "the stack of process %d has %ld pages; in your variant it has %ld", pid,
                        stack_pages(&view), stack);
        }
    }
}
