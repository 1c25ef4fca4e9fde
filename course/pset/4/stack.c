// stack.c: where is the stack, how large is it, and what is below it? Two processes look.

#include "shared.h"

static const uintptr_t STACK = STACK_START;

static void
look(uintptr_t rsp) {
    const int pid = sys_getpid();
    require(4, rsp > MEMSIZE_VIRTUAL - PAGESIZE && rsp <= MEMSIZE_VIRTUAL,
            "process %d starts with %%rsp %#lx; its stack is [%#lx, %#x)", pid, rsp, STACK,
            MEMSIZE_VIRTUAL);
    require(4, judge(JUDGE_PERMISSIONS, STACK - PAGESIZE, 0) == 0,
            "process %d has a page at %#lx, below its stack: a stack that grows too large would "
            "not fault",
            pid, STACK - PAGESIZE);
    require(4, !is_refused(PROBE_WRITE, STACK),
            "process %d cannot write to the start of its stack page, %#lx", pid, STACK);
    require(4, is_refused(PROBE_WRITE, STACK - 1), "process %d can write to %#lx, below its stack",
            pid, STACK - 1);
    require(4, is_refused(PROBE_READ, MEMSIZE_VIRTUAL), "process %d can read %#x, above its stack",
            pid, MEMSIZE_VIRTUAL);
    reach(1);
    await(4, 3 - pid, 1, "its start");
    trial_passed();
}

void
process_main(void) {
    look((uintptr_t) __builtin_frame_address(0) + 8); // as it was before the first push
}
