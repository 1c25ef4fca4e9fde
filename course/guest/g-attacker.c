// g-attacker.c: processes 1 to 4, one after another. Each calls sys_getsysname with buffers of its
// own, which must work, then with addresses at which it could not write itself. g-door.c sees what
// the kernel does, and puts a process back if the kernel ends it. It also says where things are in
// the kernel, and whether process 2's memory counts, too.

#include "check.h"
#include "g-calls.h"

static pid_t pid;
#define MEMORY (PROC_START_ADDR + (uintptr_t) (pid - 1) * 0x40000) // of this process
#define HEAP ((char *) MEMORY + 0x20000)                           // two pages here are ours
#define HEAP_END (HEAP + 2 * PAGESIZE)
#define OTHERS 0x140000 // process 2's memory
#define OTHERS_END 0x180000

static char variable[64];

// ordinary(where, buf)
//    The kernel must write the name to `buf`, which is ours, and nothing beside it.
static void
ordinary(const char *where, char *buf) {
    check_log("ordinary %s of process %d", where, pid);
    memset(buf, '.', 9);
    int result = sys_getsysname(buf);
    check_log("result %d %.9s%s", result, buf, buf[9] == '\0' ? "" : " without its NUL");
}

typedef struct attack {
    const char *what;
    uintptr_t buf;
} attack;

static void
try_all(const attack *attacks, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        check_log("attack %s", attacks[i].what);
        sys_getsysname((char *) attacks[i].buf);
    }
}

static uintptr_t
place(int n) {
    return (uintptr_t) check_call(G_PLACE, (uintptr_t) n, 0);
}

static void
attack_the_kernel(void) {
    const attack attacks[] = {
        {"the kernel's code", place(G_KERNEL_CODE)},
        {"the kernel's data", place(G_KERNEL_DATA)},
        {"the kernel's constants", place(G_KERNEL_CONSTANTS)},
        {"the kernel's page table", place(G_KERNEL_TABLE)},
        {"the kernel's stack", KERNEL_STACK_BOTTOM + 64},
        {"a free page below the kernel", 0x3F000 + 24},
        {"a free page above the kernel", 0x9F000 + 8},
        {"a device", 0xFF000},
        {"the page of ticks, which is read-only", TICKS_ADDR + 0x800},
        {"ticks itself", TICKS_ADDR},
        {"the end of the page of ticks, and the kernel's code after it", TICKS_ADDR + PAGESIZE - 3},
        {"the kernel's page above all processes", MEMSIZE_PHYSICAL + 0x100},
        {"the first byte above all processes", MEMSIZE_PHYSICAL},
        {"the end of the console, and the kernel's page after it", CONSOLE_ADDR + PAGESIZE - 4},
        {"the console's end, except for the last byte of the name", CONSOLE_ADDR + PAGESIZE - 9},
        {"the page before the console, and the console", CONSOLE_ADDR - 2},
        {"the kernel's last byte before the processes, and a process's", PROC_START_ADDR - 1},
        {"NULL", 0},
        {"page 0", 0x123},
        {"the page below the kernel's stack", KERNEL_STACK_BOTTOM - 0x800},
        {"a page in the process's memory that it never asked for", MEMORY + 0x30000},
        {"a page's last nine bytes, and one that is not the process's", (uintptr_t) HEAP_END - 9},
        {"a page's last byte, and nine that are not the process's", (uintptr_t) HEAP_END - 1},
        {"five bytes that are not the process's, and a page's first", (uintptr_t) HEAP - 5},
        {"an address with more than 32 bits", 0x100000000 + (uintptr_t) variable},
        {"an address above 1 GiB", 0x40000000},
        {"an address above 512 GiB", 0x8000000000},
        {"the end of the low half", 0x7FFFFFFFFFFC},
        {"an address that is not canonical", 0x800000000000},
        {"an address with bits above the 48th", 0x1000000000000 + (uintptr_t) variable},
        {"the start of the high half", 0xFFFF800000000000},
        {"an address with all upper bits set", 0xFFFFFFFF00000000 + (uintptr_t) variable},
        {"the last byte of all", (uintptr_t) -1},
        {"a buffer that wraps around", (uintptr_t) -5},
        {"a buffer that ends with the address space", (uintptr_t) -10},
    };
    try_all(attacks, ARRAY_SIZE(attacks));
}

static void
attack_process_2(void) {
    static const attack attacks[] = {
        {"Alice's code", OTHERS + 0x10},
        {"more of Alice's code", OTHERS + 0x800},
        {"Alice's stack", OTHERS_END - 64},
        {"the end of Alice's stack", OTHERS_END - 10},
        {"Eve's last bytes, and Alice's first", OTHERS - 4},
    };
    try_all(attacks, ARRAY_SIZE(attacks));
}

// either(where, buf)
//    Ten bytes are ours, and the next six are not. A kernel that checks SYSNAME_SIZE bytes refuses
//    that; g-door.c sees whether the kernel writes after our memory.
static void
either(const char *where, char *buf) {
    check_log("either %s of process %d", where, pid);
    sys_getsysname(buf);
}

static void
take_turn(void) {
    char on_stack[64];
    if (sys_page_alloc(HEAP) != 0 || sys_page_alloc(HEAP + PAGESIZE) != 0) {
        check_log("no heap");
        check_end();
    }

    ordinary("a variable", variable + 1);
    ordinary("a variable on the stack", on_stack + 3);
    ordinary("the first bytes of a page", HEAP);
    ordinary("the last bytes of a page", HEAP_END - SYSNAME_SIZE);
    ordinary("the end of one page and the start of the next", HEAP + PAGESIZE - 5);
    ordinary("the last byte of one page and the next page", HEAP + PAGESIZE - 1);
    ordinary("a name that just fills a page up", HEAP + PAGESIZE - 10);
    either("the last ten bytes", HEAP_END - 10);

    attack_the_kernel();
    if (pid == 1 && place(G_ALICE_COUNTS)) {
        attack_process_2();
    }
    ordinary("a variable, after all the attacks", variable + 9);
}

void
process_main(void) {
    pid = sys_getpid();
    while (check_call(G_TURN, 0, 0) != pid) {
        sys_yield();
    }
    take_turn();
    if (pid == 4) {
        check_log("over");
        check_end();
    }
    check_call(G_NEXT_TURN, 0, 0);
    for (;;) {
        sys_yield();
    }
}
