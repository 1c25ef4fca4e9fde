// crash.c: one function for each way in which a kernel can break.

#include "crash.h"
#include "assert.h"
#include "audit.h"
#include "direct-map.h"
#include "kernel.h"
#include "math.h"
#include "pages.h"
#include "power.h"
#include "test-syscalls.h"
#include "vmiter.h"
#include "x86.h"

static void __attribute__((noinline)) overflow_stack(volatile char *caller) {
    volatile char frame[512];
    frame[0] = *caller;
    if (frame[0] == 0) {
        overflow_stack(frame);
    }
    frame[1] = frame[0]; // so that the call above is not a tail call
}

void
crash(long how) {
    static volatile char zero;
    switch (how) {
    case CRASH_PANIC: panic("as the test wished");
    case CRASH_PAGE_FAULT: *(volatile int *) 0 = 0; break;
    case CRASH_STACK_OVERFLOW: overflow_stack(&zero); break;
    case CRASH_TRIPLE_FAULT: triple_fault();
    case CRASH_LOOP:
        for (;;) {
            zero = 0;
        }
    case CRASH_POWER_OFF: power_off();
    case CRASH_COUNT:
        page_share(kptr2pa(kalloc(PAGESIZE)));
        audit();
        break;
    case CRASH_LOST_PAGE: page_share(kptr2pa(kalloc(PAGESIZE))); break;
    case CRASH_OPEN_PAGE:
        vmiter_map(vmiter_at(kernel_pagetable, PROC_START_ADDR - PAGESIZE),
                   round_down(kptr2pa((void *) &zero), PAGESIZE), PTE_P | PTE_U | PTE_XD);
        audit();
        break;
    case CRASH_PAGE_TABLE:
        kernel_pagetable->entry[1] = (1UL << 40) | PTE_P | PTE_W;
        *(volatile int *) (1UL << 39) = 0;
        break;
    }
}
