// calls.c: hostile acts by system calls: with bad numbers, and with bad addresses.

#include "attack.h"

// Bad addresses

enum { READ = 1, WRITE = 2, STRING = 4, ALLOC = 8 };

static const struct target {
    const char *name;
    uintptr_t address;
    size_t size;      // of a buffer there
    unsigned refused; // what it must not be used as
} targets[] = {
    {"null", 0, 8, READ | WRITE | STRING | ALLOC},
    {"page 0", 8, 8, READ | WRITE | STRING | ALLOC},
    {"the end of page 0, into the next", PAGESIZE - 1, 2, READ | WRITE},
    {"kernel text", KERNEL_TEXT, 8, READ | WRITE | STRING | ALLOC},
    {"kernel text, misaligned", KERNEL_TEXT + 1, 8, READ | STRING | ALLOC},
    {"the kernel's stack", KERNEL_STACK, 8, READ | WRITE | STRING | ALLOC},
    {"below the kernel's stack", KERNEL_STACK_BOTTOM - PAGESIZE, 8, READ | WRITE | STRING | ALLOC},
    {"all of low memory", PAGESIZE, PROC_START_ADDR - PAGESIZE, READ | WRITE},
    {"the clock", TICKS_ADDR, 8, WRITE | ALLOC},
    {"the clock, into kernel text", KERNEL_TEXT - 1, 2, READ | WRITE},
    {"the console", CONSOLE_ADDR, 8, ALLOC},
    {"before the console", CONSOLE_ADDR - 8, 8, READ | WRITE | ALLOC},
    {"before the console, into it", CONSOLE_ADDR - 1, 2, READ | WRITE},
    {"the console, out of it", CONSOLE_END - 1, 2, READ | WRITE},
    {"her own code", (uintptr_t) own_code, 8, WRITE},
    {"her own read-only data", (uintptr_t) text, 8, WRITE},
    {"the page below her memory", PROC_START_ADDR - PAGESIZE, 8, READ | WRITE | STRING | ALLOC},
    {"below her memory, into it", PROC_START_ADDR - 1, 2, READ | WRITE},
    {"unallocated memory", FREE_MEMORY, 8, READ | WRITE | STRING},
    {"unallocated memory, misaligned", FREE_MEMORY + 3, 8, READ | WRITE | STRING | ALLOC},
    {"unallocated memory, into her data", WITNESS_PAGE - 1, 2, READ | WRITE},
    {"her data, into unallocated memory", WITNESS_PAGE + PAGESIZE - 1, 2, READ | WRITE},
    {"the guard page of her stack", MEMSIZE_VIRTUAL - 2 * PAGESIZE, 8, READ | WRITE | STRING},
    {"the last byte of her memory and one more", MEMSIZE_VIRTUAL - 1, 2, READ | WRITE},
    {"the page after her memory", MEMSIZE_VIRTUAL, 8, READ | WRITE | STRING | ALLOC},
    {"the last page of the low half", HOLE - PAGESIZE, 8, READ | WRITE | STRING | ALLOC},
    {"the low half, out of it", HOLE - 1, 2, READ | WRITE},
    {"an address that is not canonical", HOLE, 8, READ | WRITE | STRING},
    {"the hole, into the high half", DIRECT_MAP - 1, 2, READ | WRITE | STRING},
    {"the kernel's view of page 0", DIRECT_MAP, 8, READ | WRITE | STRING | ALLOC},
    {"the kernel's view of memory", DIRECT_MAP + PROC_START_ADDR, 8, READ | WRITE | STRING | ALLOC},
    {"the kernel's view of its text", DIRECT_MAP + KERNEL_TEXT, 8, READ | WRITE | STRING | ALLOC},
    {"the kernel's view of page tables", DIRECT_MAP + PAGESIZE, 8, READ | WRITE | STRING | ALLOC},
    {"the last byte of all", (uintptr_t) -1, 1, READ | WRITE | STRING | ALLOC},
    {"the last byte, around to 0", (uintptr_t) -1, 2, READ | WRITE},
    {"her data, to the high end of memory", (uintptr_t) data, UINT64_MAX - MEMSIZE_VIRTUAL,
     READ | WRITE},
    {"her data, around to itself", (uintptr_t) data, SIZE_MAX, READ | WRITE},
    {"2^63 bytes of her data", (uintptr_t) data, 1UL << 63, READ | WRITE},
    {"2^32 bytes of her data", (uintptr_t) data, 1UL << 32, READ | WRITE},
    {"the middle of a page", (uintptr_t) data + 8, 8, ALLOC},
};

static long try_getsysname(const struct target *t);
static long try_spawn(const struct target *t);
static long try_page_alloc(const struct target *t);
static long try_pipewrite(const struct target *t);
static long try_piperead(const struct target *t);
static long try_panic(const struct target *t);

static const struct call {
    const char *name;
    unsigned refused; // as what it uses its address
    const char *guards;
    long (*try)(const struct target *t);
} calls[] = {
    {"sys_pipewrite: ", READ, "checks", try_pipewrite},
    {"sys_piperead: ", WRITE, "checks", try_piperead},
    {"sys_getsysname: ", WRITE, "checks", try_getsysname},
    {"sys_spawn: ", STRING, "checks", try_spawn},
    {"sys_panic: ", STRING, "checks", try_panic},
    {"sys_page_alloc: ", ALLOC, "range", try_page_alloc},
};

void
attack_by_address(void) {
    for (const struct target *t = targets; t < targets + ARRAY_SIZE(targets); ++t) {
        for (const struct call *c = calls; c < calls + ARRAY_SIZE(calls); ++c) {
            bool has_size = c->try != try_getsysname || t->size < PAGESIZE;
            if ((t->refused & c->refused) && has_size) {
                IN_CHILD(c->guards, c->name, t->name, note_result(c->try(t)));
            }
        }
    }
}

static long
try_getsysname(const struct target *t) {
    return sys_getsysname((char *) t->address);
}

static long
try_spawn(const struct target *t) {
    return sys_spawn((const char *) t->address);
}

static long
try_page_alloc(const struct target *t) {
    return sys_page_alloc((void *) t->address);
}

static long
try_pipewrite(const struct target *t) {
    ssize_t n = sys_pipewrite((const void *) t->address, t->size);
    empty_pipe(n);
    return n;
}

static long
try_piperead(const struct target *t) {
    const ssize_t before = sys_pipewrite("\x90\x90\x90\x90\x90\x90\x90", 8);
    ssize_t n = sys_piperead((void *) t->address, t->size);
    empty_pipe(before - (n > 0 ? n : 0));
    return n;
}

// screen_has(s, pos)
//    Is `s` anywhere on the screen, from `pos` on?
static bool
screen_has(const char *s, int pos) {
    size_t size = strlen(s), i = 0;
    for (; pos < CONSOLE_CELLS && i < size; ++pos) {
        i = (console[pos] & 0xFF) == (unsigned char) s[i] ? i + 1 : (console[pos] & 0xFF) == s[0];
    }
    return i == size;
}

// panic_shows(message, frame, sought)
//    Does the kernel show `sought` when a process calls sys_panic(message) with `frame` as its
//    frame pointer?
static bool
panic_shows(uintptr_t message, uintptr_t frame, const char *sought) {
    notes->outcome = AT_IT;
    int start = console_cursor();
    const unsigned scrolls = console_scrolls;
    if (fork_or_wait() == 0) {
        __asm__ volatile("mov %0, %%rbp; syscall"
                         :
                         : "r"(frame), "a"(SYSCALL_PANIC), "D"(message));
    }
    yield_turns(8);
    start -= (int) (console_scrolls - scrolls) / 2 * CONSOLE_COLUMNS;
    return screen_has(sought, start > 0 ? start : 0);
}

static long
try_panic(const struct target *t) {
    return panic_shows(t->address, 0, "(unreadable message)") ? E_FAULT : 0;
}


// Other system calls

// page_of_As()
//    Returns a page full of the letter A, with no NUL. Her stack comes after it.
static char *
page_of_As(void) {
    char *s = (char *) MEMSIZE_VIRTUAL - 2 * PAGESIZE;
    sys_page_alloc(s);
    return memset(s, 'A', PAGESIZE);
}

// try_backtrace()
//    Gives sys_panic a frame that the kernel can read, but she cannot. Does the kernel show the
//    return address in it?
static long
try_backtrace(void) {
    notes->frame[0] = 0;
    notes->frame[1] = 0x5EC2E7;
    return panic_shows(0, DIRECT_MAP + (uintptr_t) notes->frame, "0x5ec2e7") ? 0 : E_FAULT;
}

void
attack_by_call(void) {
    const long numbers[] = {0, SYSCALLS_END, 0xFF, 0x1000, INT32_MAX, 1L << 32 | SYSCALL_GETPID,
                            1L << 63 | SYSCALL_FORK, -1, -SYSCALL_GETPID, INT64_MIN, INT64_MAX};
    for (size_t i = 0; i < ARRAY_SIZE(numbers); ++i) {
        char name[32];
        snprintf(name, sizeof(name), "%ld", numbers[i]);
        IN_CHILD("numbers", "system call number ", name,
                 note_result(system_call(numbers[i], 0, 0)));
    }
    char *long_name = memset(data, 'A', sizeof(data));
    IN_CHILD("bounds", "sys_spawn: ", "a name without an end", note_result(sys_spawn(long_name)));
    IN_CHILD("checks", "sys_spawn: ", "a name cut off by the end of her memory",
             note_result(sys_spawn(memset((char *) MEMSIZE_VIRTUAL - 8, 'A', 8))));
    IN_CHILD("bounds", "sys_spawn: ", "a name longer than a page",
             note_result(sys_spawn(page_of_As())));
    IN_CHILD("programs", "sys_spawn: ", "the kernel", note_result(sys_spawn("kernel")));
    IN_CHILD("programs", "sys_spawn: ", "no name", note_result(sys_spawn("")));
    IN_CHILD("checks", "sys_panic: ", "a frame in the kernel", note_result(try_backtrace()));
    IN_CHILD(HARMLESS, "sys_page_alloc: ", "an address that is not canonical",
             note_result(sys_page_alloc((void *) HOLE)));
}
