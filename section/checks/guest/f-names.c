// f-names.c: tries to spawn with arguments of all kinds: first bad ones, then good ones, then with
// a table that has no free slot. The programs "two", LONGEST_NAME and "four" are linked for slots
// 2, 3 and 4, and "spawn", this one, for slot 1.

#include "f-trial.h"
#include "x86-64.h"

#define LONGEST_NAME "three-is-the-program-with-the-longest-name-that-there-can-be-ok"
_Static_assert(sizeof(LONGEST_NAME) == PROGRAM_NAME_MAX + 1, "it is as long as it says");

// Two pages of this process; names are put across the border between them.
#define LEFT ((char *) PROC_START_ADDR + 0x20000)
#define RIGHT (LEFT + PAGESIZE)

enum { UNMAPPED = 0, KERNELS = PTE_P | PTE_W, OURS = PTE_P | PTE_W | PTE_U };

static void
restrict_pages(unsigned left, unsigned right) {
    check_call(F_RESTRICT_PAGE, (uintptr_t) LEFT, left);
    check_call(F_RESTRICT_PAGE, (uintptr_t) RIGHT, right);
}

// across(id, text, size, in_left, left, right)
//    A trial with a name of `size` bytes, the first `in_left` of which end page LEFT, while the two
//    pages have these permissions.
static pid_t
across(const char *id, const char *text, size_t size, size_t in_left, unsigned left,
       unsigned right) {
    memset(LEFT, 'z', 2 * PAGESIZE);
    memcpy(RIGHT - in_left, text, size);
    restrict_pages(left, right);
    pid_t result = trial(id, RIGHT - in_left);
    restrict_pages(OURS, OURS);
    return result;
}

// no_such_name()
//    Names that lie where they should, and are no programs'.
static void
no_such_name(void) {
    trial("unknown", "nobody");
    trial("empty", "");
    trial("prefix", "tw");
    trial("extension", "twofold");
    trial("kernel", "kernel");
    trial("too-long", LONGEST_NAME "!");
    memset(LEFT, 'z', 2 * PAGESIZE);
    memcpy(LEFT, LONGEST_NAME, sizeof(LONGEST_NAME) - 1);
    RIGHT[PAGESIZE - 1] = '\0';
    trial("far-too-long", LEFT);
}

// no_such_address()
//    Names that lie, whole or in part, where the process cannot read.
static void
no_such_address(void) {
    static const char two[] = "two";
    trial("null", NULL);
    trial("guard", (const char *) KERNEL_STACK_BOTTOM - PAGESIZE);
    trial("beyond", (const char *) 0x40000000);
    trial("high-bits", two + (1UL << 32));
    trial("non-canonical", (const char *) (1UL << 47));
    trial("last-canonical", (const char *) (1UL << 47) - 2);
    trial("high-half", (const char *) -(1UL << 47));
    trial("last-byte", (const char *) -1UL);
    trial("wrapping", (const char *) -4UL);
    trial("kernel-memory", (const char *) check_call(F_KERNEL_NAME, 0, 0));
    across("unmapped", "two", 4, 4, UNMAPPED, OURS);
    across("free-page", "two", 4, 4, KERNELS, OURS);
    across("edge-unmapped", "two", 4, 2, OURS, UNMAPPED);
    across("unterminated", "aaaaa", 5, 5, OURS, UNMAPPED);
    across("edge-kernel", "two", 4, 1, OURS, KERNELS);
    across("edge-nul", "two", 4, 3, OURS, KERNELS);
    across("edge-first", "two", 4, 1, KERNELS, OURS);
}

// full_table()
//    Slots 2 to 4 are taken.
static void
full_table(void) {
    trial("full", "two");
    check_set_state(2, STATE_BLOCKED);
    trial("full-blocked", "two");
    check_set_state(3, STATE_FAULTED);
    trial("full-faulted", LONGEST_NAME);
    check_set_state(2, STATE_RUNNABLE);
    check_set_state(3, STATE_RUNNABLE);
}

// no_room(id, name)
//    A trial with a program whose place is taken. If this kernel runs it nevertheless, it may for a
//    while, and then leaves its slot to those that follow.
static void
no_room(const char *id, const char *name) {
    pid_t pid = trial(id, name);
    if (pid > 1 && pid < SLOTS) {
        check_set_state(pid, STATE_FREE);
        check_log("freed %d", pid);
    }
}

void
process_main(void) {
    if (sys_getpid() != 1) {
        count_turns("spawn");
    }
    sys_page_alloc(LEFT);
    sys_page_alloc(RIGHT);
    no_such_name();
    no_such_address();
    no_room("itself", "spawn");

    across("good-edge", "two", 4, 4, OURS, UNMAPPED);
    no_room("second", "two");
    across("good-longest", LONGEST_NAME, sizeof(LONGEST_NAME), sizeof(LONGEST_NAME), OURS, KERNELS);
    across("good-crossing", "four", 5, 2, OURS, OURS);
    full_table();
    check_log("still");
    for (int i = 0; i < 8; ++i) {
        sys_yield();
    }
    check_end();
}
