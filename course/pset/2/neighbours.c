// neighbours.c: two processes at once. Each tries all addresses of processes: it reaches what its
// program has, and nothing else. Meanwhile the other one tries the same.

#include "trial.h"

enum { SLOT = 0x40000, UNSPECIFIED = 2 }; // pages below the stack that may be there, or not

static char secret[2 * PAGESIZE];
static const char constant[] = "a constant";

static bool
is_program(uintptr_t addr) {
    return addr >= round_down((uintptr_t) process_main, PAGESIZE) && addr < (uintptr_t) end;
}

static void
require_own(uintptr_t addr, const char *what) {
    require(0, physical(addr) != (uintptr_t) -1 && !is_refused(PROBE_READ, addr),
            "process %d cannot read %#lx, its own %s", sys_getpid(), addr, what);
}

static void
require_own_memory(void) {
    const uintptr_t stack = (uintptr_t) __builtin_frame_address(0);
    for (uintptr_t addr = round_down((uintptr_t) process_main, PAGESIZE); addr < (uintptr_t) end;
         addr += PAGESIZE) {
        require_own(addr, "code or data");
    }
    require_own((uintptr_t) constant, "constant");
    require(0, !is_refused(PROBE_WRITE, (uintptr_t) secret + PAGESIZE),
            "process %d cannot write to %p, its own data", sys_getpid(), secret + PAGESIZE);
    require(0, !is_refused(PROBE_WRITE, round_down(stack, PAGESIZE)),
            "process %d cannot write to %#lx, its own stack", sys_getpid(),
            round_down(stack, PAGESIZE));
}

// whose(addr)
//    Whose memory is that, in words?
static const char *
whose(uintptr_t addr) {
    const uintptr_t others = PROC_START_ADDR + (sys_getpid() == 1 ? SLOT : 0);
    return addr >= others && addr < others + SLOT ? "which is the other process's"
           : addr >= MEMSIZE_VIRTUAL              ? "which is no process's"
                                                  : "where it has no page";
}

static void
require_nothing_else(void) {
    static const char *const words[] = {"read", "write to", "execute"};
    const uintptr_t stack = round_down((uintptr_t) __builtin_frame_address(0), PAGESIZE);
    for (uintptr_t addr = PROC_START_ADDR; addr < MEMSIZE_VIRTUAL + 8 * PAGESIZE;
         addr += PAGESIZE) {
        bool is_stack = addr <= stack && addr + UNSPECIFIED * PAGESIZE >= stack;
        for (int kind = PROBE_READ; !is_program(addr) && !is_stack && kind <= PROBE_EXECUTE;
             ++kind) {
            require(0, is_refused(kind, addr + 24), "process %d can %s address %#lx, %s",
                    sys_getpid(), words[kind], addr + 24, whose(addr));
        }
    }
}

void
process_main(void) {
    const pid_t pid = sys_getpid();
    memset(secret, pid * 17, sizeof(secret));
    secret[PAGESIZE] = 0; // as PROBE_WRITE stores
    require_own_memory();
    require_nothing_else();
    wait_ticks(60); // until the other one has tried, too
    for (unsigned i = 0; i < sizeof(secret); ++i) {
        require(0, secret[i] == (i == PAGESIZE ? 0 : pid * 17),
                "process %d wrote %#x to %p, its own data, and finds %#x there", pid, pid * 17,
                &secret[i], (unsigned char) secret[i]);
    }
    require(0, process_state(3 - pid) == 1, "process %d no longer runs", 3 - pid);
    trial_passed();
}
