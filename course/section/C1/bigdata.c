// bigdata.c: exercise C1: does what section/user/bigdata.c does, in the same places, and then looks
// at its memory: are the bytes of one page those of the other, and is every other page ordinary?

#include "check.h"

static volatile char bigdata[2 * PAGESIZE]
    __attribute__((section(".bss.bigdata"), aligned(PAGESIZE)));
static volatile char others[8 * PAGESIZE] __attribute__((aligned(PAGESIZE)));

static void
store(int offset, const char *text) {
    for (; *text != '\0'; ++text, ++offset) {
        bigdata[offset] = *text;
    }
}

// shared_bytes()
//    The number of bytes in the first page of `bigdata` that are also bytes of its second.
static int
shared_bytes(void) {
    int shared = 0;
    for (int i = 0; i < PAGESIZE; ++i) {
        bigdata[i] = 1;
        bigdata[PAGESIZE + i] = 2;
        shared += bigdata[i] == 2;
    }
    return shared;
}

// others_are_ordinary()
//    Does each page of `others` keep what the program stores there?
static bool
others_are_ordinary(void) {
    for (int i = 0; i < 8; ++i) {
        others[i * PAGESIZE] = (char) (10 + i);
    }
    bool ordinary = true;
    for (int i = 0; i < 8; ++i) {
        ordinary = ordinary && others[i * PAGESIZE] == 10 + i;
    }
    return ordinary;
}

// all_zero()
//    Is nothing in either array yet?
static bool
all_zero(void) {
    char any = 0;
    for (unsigned i = 0; i < sizeof(bigdata); ++i) {
        any |= bigdata[i];
    }
    for (unsigned i = 0; i < sizeof(others); ++i) {
        any |= others[i];
    }
    return any == 0;
}

void
process_main(void) {
    check_log("walk");
    check_log("zeroed %d", all_zero());
    store(4086, "CS 61 Is Awful\n");
    store(0, "mazing\n");
    const char *text = (const char *) &bigdata[4086];
    console_printf("%s", text);
    check_log("text %.16s", text); // up to its newline: what follows is not a line of the check's
    check_log("letter %c", bigdata[PAGESIZE]);
    check_log("shared %d", shared_bytes());
    check_log("ordinary %d", others_are_ordinary());
    check_log("done");
    for (;;) {
        sys_yield();
    }
}
