// u-lib.c: what the shared library needs from programs (where the console is, how they panic), and
// functions that several programs use.

#include "u-lib.h"

volatile uint16_t *const console = (volatile uint16_t *) CONSOLE_ADDR;

void
panic(const char *format, ...) {
    char message[PANIC_MESSAGE_MAX + 1];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    sys_panic(message);
}

char *
heap_grow(void) {
    static size_t size;
    char *page = (char *) round_up((uintptr_t) end, PAGESIZE) + size;
    const uintptr_t stack = (uintptr_t) __builtin_frame_address(0); // in the problem set, elsewhere at first
    if (page == stack_page || page == (char *) round_down(stack, PAGESIZE)
        || sys_page_alloc(page) < 0) {
        return NULL;
    }
    size += PAGESIZE;
    return page;
}

void
wait_ticks(unsigned n) {
    for (uint64_t until = ticks + n; ticks < until;) {
        sys_yield();
    }
}
