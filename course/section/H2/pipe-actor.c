// pipe-actor.c: any process of H2's check. It makes the system calls that the referee orders.

#include "check.h"
#include "pipe-referee.h"

void
process_main(void) {
    referee_order order = {.call = SYSCALL_YIELD, .memory = heap_grow()};
    for (int i = 1; i < REFEREE_PAGES; ++i) {
        char *page = heap_grow();
        assert(page == order.memory + i * PAGESIZE);
    }
    for (;;) {
        order.result = system_call(order.call, order.address, order.size);
        check_call(REFEREE_NEXT, (uintptr_t) &order, 0);
    }
}
