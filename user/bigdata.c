// bigdata: an array of two pages, and a text that crosses the border between them. The two pages
// are adjacent in virtual memory only. What the program prints depends on which physical pages the
// kernel has mapped there.

#include "u-lib.h"

// Two pages, the first at 0x110000. It is volatile since the compiler assumes that stores to one
// page do not change the other.
static volatile char bigdata[2 * PAGESIZE]
    __attribute__((section(".bss.bigdata"), aligned(PAGESIZE)));

static void
store(int offset, const char *text) {
    for (; *text != '\0'; ++text, ++offset) {
        bigdata[offset] = *text;
    }
}

void
process_main(void) {
    store(4086, "CS 61 Is Awful\n"); // "wful\n" is at the start of the second page
    store(0, "mazing\n");
    console_printf("%s", (const char *) &bigdata[4086]);
    sys_exit();
}
