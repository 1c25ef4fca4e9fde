// f-names.c: the programs of F1.4, called NAME: "spawn", which is process 1, and the programs that
// it spawns, "two", LONGEST_NAME and "four", which are linked for slots 2, 3 and 4. Process 1 calls
// sys_spawn with arguments of all kinds: first bad ones, then good ones, then with a table that has
// no free slot. Then each of the others does the same, and takes a slot that has become free.

#include "f-trial.h"
#include "x86-64.h"

#define LONGEST_NAME "three-is-the-program-with-the-longest-name-that-there-can-be-ok"
_Static_assert(sizeof(LONGEST_NAME) == PROGRAM_NAME_MAX + 1, "it is as long as it says");

// Two pages of this process, for names that lie across the border between them.
static char *left_page, *right_page;

enum { UNMAPPED = 0, KERNELS = PTE_P | PTE_W, OURS = PTE_P | PTE_W | PTE_U };

static void
restrict_pages(unsigned left, unsigned right) {
    check_call(F_RESTRICT_PAGE, (uintptr_t) left_page, left);
    check_call(F_RESTRICT_PAGE, (uintptr_t) right_page, right);
}

// across(id, text, size, in_left, left, right)
//    A trial with a name of `size` bytes, the first `in_left` of which end page left_page, while
//    the two pages have these permissions.
static pid_t
across(const char *id, const char *text, size_t size, size_t in_left, unsigned left,
       unsigned right) {
    memset(left_page, 'z', 2 * PAGESIZE);
    memcpy(right_page - in_left, text, size);
    restrict_pages(left, right);
    pid_t result = trial(id, right_page - in_left);
    restrict_pages(OURS, OURS);
    return result;
}

// no_such_name()
//    Names that lie where they should, but that no program has.
static void
no_such_name(void) {
    trial("unknown", "nobody");
    trial("empty", "");
    trial("prefix", "tw");
    trial("extension", "twofold");
    trial("kernel", "kernel");
    trial("too-long", LONGEST_NAME "!");
    memset(left_page, 'z', 2 * PAGESIZE);
    memcpy(left_page, LONGEST_NAME, sizeof(LONGEST_NAME) - 1);
    right_page[PAGESIZE - 1] = '\0';
    trial("far-too-long", left_page);
}

// no_such_address()
//    Names that lie, wholly or partly, where the process cannot read.
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
    across("unmapped", "two", 4, 4, UNMAPPED, OURS);
    across("free-page", "two", 4, 4, KERNELS, OURS);
    across("edge-unmapped", "two", 4, 2, OURS, UNMAPPED);
    across("unterminated", "aaaaa", 5, 5, OURS, UNMAPPED);
    across("edge-first", "two", 4, 1, KERNELS, OURS);
}

// not_to_be_read()
//    Names of which some bytes are the kernel's, twice each: with a program's name there, and with
//    another one. A kernel that does not read these bytes returns the same both times.
static void
not_to_be_read(void) {
    trial("kernel-memory", (const char *) check_call(F_KERNEL_NAME, 0, 0));
    trial("kernel-memory-other", (const char *) check_call(F_KERNEL_NAME, 4, 0));
    across("edge-kernel", "two", 4, 1, OURS, KERNELS);
    across("edge-kernel-other", "txy", 4, 1, OURS, KERNELS);
    across("edge-nul", "two", 4, 3, OURS, KERNELS);
    across("edge-nul-other", "twofold", 8, 3, OURS, KERNELS);
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
//    A trial with a program whose place is taken. If this kernel can run it anyway, the program
//    runs for a while, and then leaves its slot to those that follow.
static void
no_room(const char *id, const char *name) {
    pid_t pid = trial(id, name);
    if (pid > 1 && pid < SLOTS) {
        set_free(pid);
    }
}

static void
first_process(void) {
    no_such_name();
    no_such_address();
    not_to_be_read();
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
}

// other_process(id, name, slot)
//    Takes slot `slot` from the process that has it, for the program `name`.
static void
other_process(const char *id, const char *name, pid_t slot) {
    trial("unknown", "nobody");
    trial("null", NULL);
    across("free-page", "two", 4, 4, KERNELS, OURS);
    not_to_be_read();
    trial("full", name);
    set_free(slot);
    if (across(id, name, strlen(name) + 1, strlen(name) + 1, OURS, UNMAPPED) != slot) {
        check_end(); // the host sees why
    }
}

static bool
do_step(long n) {
    static const pid_t actors[] = {1, 4, 2, 3};
    if (n == ARRAY_SIZE(actors)) {
        check_end();
    } else if (actors[n] != sys_getpid()) {
        return false;
    }
    uintptr_t slot_start = (uintptr_t) end & ~0x3FFFFUL;
    left_page = (char *) slot_start + 0x20000;
    right_page = left_page + PAGESIZE;
    sys_page_alloc(left_page);
    sys_page_alloc(right_page);
    switch (n) {
    case 0: first_process(); break;
    case 1: other_process("again-2", "two", 2); break;
    case 2: other_process("again-3", LONGEST_NAME, 3); break;
    case 3: other_process("again-1", "spawn", 1); break;
    }
    check_call(F_NEXT_STEP, 0, 0);
    return true;
}

void
process_main(void) {
    count_turns(NAME, do_step);
}
