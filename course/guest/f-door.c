// f-door.c: the student's kernel, included by door.c in place of kernel.c, with a word about
// assertions, which say what failed and not for which slot.

#include "kernel.h"
#include "assert.h"
#include "door.h"

struct door_assertion door_assertion;
static pid_t pid; // what `pid` means in an assertion where no other `pid` is at hand

static void door_note_assertion(const char *function, long number);

#undef assert
#define assert(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            door_note_assertion(__func__, (long) pid);                                             \
            assert_fail(__FILE__, __LINE__, #condition);                                           \
        }                                                                                          \
    } while (0)

#include STUDENT_SOURCE

static void
door_note_assertion(const char *function, long number) {
    bool in_table = number >= 0 && number < MAXNPROC;
    door_assertion =
        (struct door_assertion) {function, number, in_table ? (int) ptable[number].state : -1};
}

void
door_free_page(uint64_t pa) {
    physpages[pa / PAGESIZE].refcount = 0;
}
