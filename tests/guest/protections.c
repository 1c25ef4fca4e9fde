// protections: tries the hostile acts of user/attack/, and acts that need a mistake in the
// kernel, under a kernel without some of its protections. tests/boot/protections-test.py boots it
// and reads its log.
//
// Boot options: without=GUARDS, the missing protections; first=N, the number of the first act that
// has these guards; from=N, where to begin. With all protections, it tries all acts; otherwise only
// those that have exactly these guards. When all are tried, or the kernel panics, or an act got
// through and may have broken something, it restarts the kernel for the next act or the next
// guards. An act that breaks the machine is the last in the log, and has no outcome.

#include "attack/attack.h"
#include "command.h"
#include "test.h"

static char without[64];
static int first, from;
static int number = -1;             // of the act
static const char *guards_seen[64]; // by the acts so far
static int nguards_seen;
static char next_guards[64]; // of the first act after `first` with guards not seen before,
static int next_first;       // and its number

static void read_options(void);
static void look_for_next(const char *guards);
static void restart(const char *guards, int its_first, int its_from, bool now);
static bool tell_outcome(pid_t pid, const char *guards);

bool
trying(const char *guards, const char *act, const char *object) {
    ++number;
    look_for_next(guards);
    if (number < from || (without[0] != '\0' && strcmp(guards, without) != 0)) {
        return false;
    }
    restart(without, first, number + 1, false);
    explain("try %d [%s] %s%s", number, guards, act, object);
    notes->outcome = NOTHING;
    notes->result = 0;
    pid_t pid = fork_or_wait();
    if (pid == 0) {
        return true;
    }
    if (!tell_outcome(pid, guards)) {
        restart(without, first, number + 1, true);
    }
    return false;
}

// look_for_next(guards)
//    Notes the first act after `first` with guards that no act had before.
static void
look_for_next(const char *guards) {
    for (int i = 0; i < nguards_seen; ++i) {
        if (strcmp(guards_seen[i], guards) == 0) {
            return;
        }
    }
    assert(nguards_seen < (int) ARRAY_SIZE(guards_seen));
    guards_seen[nguards_seen++] = guards;
    if (number > first && next_guards[0] == '\0' && guards[0] != '\0') {
        strlcpy(next_guards, guards, sizeof(next_guards));
        next_first = number;
    }
}

// restart(guards, its_first, its_from, now)
//    Restarts the kernel with these options: now, or on a panic.
static void
restart(const char *guards, int its_first, int its_from, bool now) {
    char command[128];
    snprintf(command, sizeof(command), "protections%s%s first=%d from=%d",
             guards[0] != '\0' ? " without=" : "", guards, its_first, its_from);
    system_call(now ? SYSCALL_TEST_RESTART : SYSCALL_TEST_ON_PANIC, (uintptr_t) command, 0);
}

// tell_outcome(pid, guards)
//    Waits until process `pid` has ended, and logs what it achieved. False if it may have broken
//    something.
static bool
tell_outcome(pid_t pid, const char *guards) {
    static const char *const words[] = {"ended", "did not come back", "refused", "GOT THROUGH",
                                        "emulator's fault", "processor lacks it"};
    int state = RUNNABLE;
    for (uint64_t until = ticks + HZ; state != FREE && state != FAULTED && ticks < until;) {
        sys_yield();
        state = test_state(pid);
    }
    char what[32];
    if (state == FAULTED && notes->outcome == NOTHING) {
        snprintf(what, sizeof(what), "exception %d, %#lx", test_fault(pid),
                 system_call(SYSCALL_TEST_ERROR_CODE, (uintptr_t) pid, 0));
    } else if (state == FREE || state == FAULTED) {
        snprintf(what, sizeof(what), "%s %d", words[judged(notes->outcome, guards)], notes->result);
    } else {
        snprintf(what, sizeof(what), "does not end");
    }
    bool alive = heart_beats(), unchanged = !notes->changed;
    explain("outcome %d %s%s%s", number, what, alive ? "" : ", the heartbeat is dead",
            unchanged ? "" : ", the witness is changed");
    bool over = state == FREE || state == FAULTED;
    return alive && unchanged && over && notes->outcome != GOT_THROUGH;
}


// Mistakes in the kernel. With all protections they end in a panic.

static void
mistake(int which, uintptr_t address) {
    system_call(SYSCALL_TEST_MISTAKE, (uintptr_t) which, address);
    note(true);
}

// mistake_with_alignment_checks(which, address)
//    If flag AC stayed set, user pages would be open to the kernel.
static void
mistake_with_alignment_checks(int which, uintptr_t address) {
    __asm__ volatile("pushq $0x40002; popfq; syscall; pushq $2; popfq"
                     :
                     : "a"(SYSCALL_TEST_MISTAKE), "D"((long) which), "S"(address)
                     : "rcx", "r11", "cc", "memory");
    note(true);
}

// mistaken_write(address)
//    The process writes to the page first: as long as it is shared, it is read-only for the kernel,
//    too.
static void
mistaken_write(uintptr_t address) {
    *(volatile char *) address = 0;
    mistake(MISTAKE_WRITE, address);
}

static void
attack_by_mistakes(void) {
    const uintptr_t my_data = (uintptr_t) data, my_code = (uintptr_t) own_code;
    const char act[] = "kernel's mistake: ";
    IN_CHILD("smep", act, "runs a user's page", mistake(MISTAKE_RUN, my_code));
    IN_CHILD("smap", act, "reads a user's page", mistake(MISTAKE_READ, my_data));
    IN_CHILD("smap", act, "writes a user's page", mistaken_write(my_data));
    IN_CHILD("entry-flags", act, "reads a user's page while she has AC set",
             mistake_with_alignment_checks(MISTAKE_READ, my_data));
    IN_CHILD("wp", act, "writes its text", mistake(MISTAKE_WRITE, KERNEL_TEXT));
    IN_CHILD("wp", act, "writes its text in its view of memory",
             mistake(MISTAKE_WRITE, DIRECT_MAP + KERNEL_TEXT));
    IN_CHILD("wp", act, "writes its constants", mistake(MISTAKE_WRITE_CONSTANT, 0));
    IN_CHILD("readonly", act, "writes its own text", mistake(MISTAKE_WRITE, KERNEL_TEXT));
    IN_CHILD("xd", act, "runs its data", mistake(MISTAKE_RUN_DATA, 0));
    IN_CHILD("page0,smap", act, "follows a null pointer", mistake(MISTAKE_READ, 0));
    IN_CHILD("guard", act, "overflows its stack", mistake(MISTAKE_OVERFLOW_STACK, 0));
    IN_CHILD("stacks", act, "overflows its stack, and has no other",
             mistake(MISTAKE_OVERFLOW_STACK, 0));
}

void
process_main(void) {
    read_options();
    start_heartbeat_and_witness();
    explain("without %s first=%d from=%d", without[0] != '\0' ? without : "nothing", first, from);
    attack_by_everything();
    attack_by_mistakes();
    if (next_guards[0] != '\0') {
        restart(next_guards, next_first, next_first, true);
    }
    explain("all tried");
    system_call(SYSCALL_TEST_END, 0, 0);
    panic("the run goes on after its end");
}

static void
read_options(void) {
    static char command[256];
    system_call(SYSCALL_TEST_COMMAND, (uintptr_t) command, sizeof(command));
    first = (int) command_option(command, "first", -1);
    from = (int) command_option(command, "from", 0);
    for (const char *s = command; *s != '\0'; ++s) {
        if (strncmp(s, " without=", 9) == 0) {
            strlcpy(without, s + 9, sizeof(without));
            char *space = strchr(without, ' ');
            if (space != NULL) {
                *space = '\0';
            }
        }
    }
}
