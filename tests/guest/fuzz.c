// fuzz: several processes do random things: system calls with arguments that are often almost
// right, stores, faults, forks, exits. Process 1, the director, does nothing random. It keeps as
// many of them going as there are slots, and at the end checks that nothing is lost. Everything
// follows from the boot option seed; calls= sets the number of steps. verbose=N logs the steps from
// the Nth on.

#include "test.h"

#define STEPS_OF_A_PROCESS 300
#define HEAP_PAGES 6      // that fuzzers play with
#define PATIENCE (2 * HZ) // ticks for the last of them to end
#define SPAWNED "hello"

static int calls, verbose;
static char data[2 * PAGESIZE];

// step(what, a, b)
//    Counts the next random thing, and logs it if verbose= asks for it.
static void
step(const char *what, uintptr_t a, uintptr_t b) {
    long n = system_call(SYSCALL_TEST_STEP, 0, 0);
    if (n % 256 == 0 || (verbose > 0 && n >= verbose)) {
        explain("step %ld: process %d: %s(%#lx, %#lx)", n, sys_getpid(), what, a, b);
    }
}


// Random values

static uint64_t
random64(void) {
    return (uint64_t) rand() << 62 ^ (uint64_t) rand() << 31 ^ (uint64_t) rand();
}

static bool
one_in(int n) {
    return rand_range(1, n) == 1;
}

// Addresses where interesting things begin or end.
static uintptr_t
random_landmark(void) {
    const uintptr_t landmarks[] = {
        0,
        PAGESIZE,
        KERNEL_START_ADDR,
        KERNEL_START_ADDR + PAGESIZE,
        KERNEL_STACK_BOTTOM,
        KERNEL_STACK_TOP,
        CONSOLE_ADDR,
        CONSOLE_ADDR + SHARED_OFFSET,
        CONSOLE_ADDR + PAGESIZE,
        PROC_START_ADDR,
        (uintptr_t) process_main,
        (uintptr_t) "read-only",
        (uintptr_t) data,
        (uintptr_t) data + PAGESIZE,
        (uintptr_t) end,
        (uintptr_t) page(0),
        (uintptr_t) page(1),
        (uintptr_t) page(HEAP_PAGES),
        STACK_PAGE,
        (uintptr_t) __builtin_frame_address(0),
        MEMSIZE_VIRTUAL,
        MEMSIZE_VIRTUAL + PAGESIZE,
        0x7FFFFFFFF000,
        0x800000000000,
        0xFFFF800000000000,
        0xFFFF800000000000 + PROC_START_ADDR,
        0xFFFFFFFFFFFFF000,
        0,
    };
    return landmarks[rand_range(0, ARRAY_SIZE(landmarks) - 1)];
}

static uintptr_t
random_address(void) {
    switch (rand_range(0, 5)) {
    case 0: return random_landmark();
    case 1: return random_landmark() + rand_range(-16, 16);
    case 2: return (uintptr_t) data + rand_range(0, sizeof(data));
    case 3: return (uintptr_t) page(rand_range(0, HEAP_PAGES)) + rand_range(0, PAGESIZE);
    case 4: return PROC_START_ADDR + random64() % (MEMSIZE_VIRTUAL - PROC_START_ADDR);
    default: return random64() >> rand_range(0, 63);
    }
}

static size_t
random_size(uintptr_t address) {
    const size_t sizes[] = {
        0,         1,         2,         PAGESIZE - 1, PAGESIZE, PAGESIZE + 1, 3 * PAGESIZE,
        1UL << 31, 1UL << 32, 1UL << 63, SIZE_MAX,     -address, -address + 1};
    return one_in(3) ? sizes[rand_range(0, ARRAY_SIZE(sizes) - 1)] : (size_t) rand_range(0, 300);
}

// random_call_number()
//    Never the number of a call for tests: one of those ends the run.
static long
random_call_number(void) {
    const long numbers[] = {0, SYSCALLS_END, 255, 256, -1, INT64_MIN, (1L << 32) + SYSCALL_FORK};
    return one_in(2) ? numbers[rand_range(0, ARRAY_SIZE(numbers) - 1)]
                     : (long) (random64() | 1L << 40);
}


// Random acts. Each returns what the kernel said, or 0.

static long
act_page_alloc(void) {
    uintptr_t address = one_in(3) ? random_address() : (uintptr_t) page(rand_range(0, HEAP_PAGES));
    step("sys_page_alloc", address, 0);
    return sys_page_alloc((void *) address);
}

static long
act_pipewrite(void) {
    uintptr_t address = random_address(), size = random_size(address);
    step("sys_pipewrite", address, size);
    return sys_pipewrite((void *) address, size);
}

static long
act_piperead(void) {
    uintptr_t address = random_address(), size = random_size(address);
    step("sys_piperead", address, size);
    return sys_piperead((void *) address, size);
}

static long
act_getsysname(void) {
    uintptr_t address = random_address();
    step("sys_getsysname", address, 0);
    return sys_getsysname((void *) address);
}

static long
act_spawn(void) {
    const char *const names[] = {SPAWNED, "", "kernel", "bad-magic", "nobody"};
    uintptr_t name = one_in(2) ? random_address() : (uintptr_t) names[rand_range(0, 4)];
    step("sys_spawn", name, 0);
    return sys_spawn((char *) name);
}

static long
act_other_call(void) {
    long number = random_call_number();
    step("system_call", (uintptr_t) number, 0);
    return system_call(number, random_address(), random64());
}

static long
act_yield(void) {
    step("sys_yield", 0, 0);
    return sys_yield();
}

static long
act_getpid(void) {
    step("sys_getpid", 0, 0);
    return sys_getpid();
}

static long
act_fork(void) {
    step("sys_fork", 0, 0);
    pid_t pid = sys_fork();
    if (pid == 0) {
        srand((unsigned) (rand() ^ sys_getpid() << 16)); // to differ from the parent
    }
    return pid;
}

static long
act_store(void) {
    uintptr_t address = one_in(60) ? random_address() : (uintptr_t) page(rand_range(0, HEAP_PAGES));
    step("store", address, 0);
    *(volatile char *) address = (char) rand();
    return 0;
}

static long
act_load(void) {
    uintptr_t address = one_in(60) ? random_address() : (uintptr_t) page(rand_range(0, HEAP_PAGES));
    step("load", address, 0);
    return *(volatile char *) address & 0;
}

static long
act_flags(void) {
    uint64_t flags = random64() & 0x254ED5; // everything that user mode may try to set, except TF
    step("flags", flags, 0);
    __asm__ volatile("pushq %0; popfq; cld" : : "r"(flags) : "cc", "memory");
    return 0;
}

// jump_away(address)
//    Jumps to the address, unless our own code is there, which could run for ever.
static void
jump_away(uintptr_t address) {
    if (address < PROC_START_ADDR || address >= (uintptr_t) data) {
        __asm__ volatile("jmp *%0" : : "r"(address));
    }
}

static long
act_fault(void) {
    int kind = rand_range(0, 7);
    step("fault", (uintptr_t) kind, 0);
    switch (kind) {
    case 0: __asm__ volatile("hlt"); break;
    case 1: __asm__ volatile("ud2"); break;
    case 2: __asm__ volatile("int3"); break;
    case 3: __asm__ volatile("int $14"); break;
    case 4: __asm__ volatile("divb %b0" : : "r"(0) : "rax"); break;
    case 5: __asm__ volatile("mov %0, %%rsp; push %%rax" : : "r"(random64())); break;
    case 6: jump_away(random_address()); break;
    default: __asm__ volatile("pushq $0x102; popfq; syscall" : : "a"(SYSCALL_GETPID)); break;
    }
    return 0;
}

static long
act_end(void) {
    step("end", 0, 0);
    if (one_in(8)) {
        sys_panic((const char *) random_address());
    }
    sys_exit();
}

static const struct {
    int weight;
    long (*act)(void);
} acts[] = {
    {12, act_page_alloc}, {8, act_pipewrite}, {8, act_piperead},   {8, act_getsysname},
    {3, act_spawn},       {4, act_getpid},    {4, act_other_call}, {6, act_yield},
    {2, act_fork},        {12, act_store},    {6, act_load},       {2, act_flags},
    {1, act_fault},       {1, act_end},
};

static void
random_act(void) {
    int total = 0;
    for (size_t i = 0; i < ARRAY_SIZE(acts); ++i) {
        total += acts[i].weight;
    }
    int chosen = rand_range(1, total);
    size_t i = 0;
    for (; chosen > acts[i].weight; ++i) {
        chosen -= acts[i].weight;
    }
    long result = acts[i].act();
    check(result >= -64 && result <= (long) sizeof(data) * 1024);
}

static void
fuzz(void) {
    for (int i = 0; i < HEAP_PAGES; ++i) {
        sys_page_alloc(page(i)); // fails if memory is full
    }
    for (int i = 0; i < STEPS_OF_A_PROCESS; ++i) {
        random_act();
    }
}


// help_waiting()
//    Serves a process that waits for the pipe. If readers wait, the pipe is empty and has room; if
//    writers wait, it is full and has bytes. So the director itself never waits.
static void
help_waiting(void) {
    for (pid_t pid = 2; test_state(pid) >= 0; ++pid) {
        long call = system_call(SYSCALL_TEST_WAITS, (uintptr_t) pid, 0);
        size_t size = (size_t) rand_range(1, 600);
        if (call == SYSCALL_PIPEREAD) {
            sys_pipewrite(data, size);
            return;
        } else if (call == SYSCALL_PIPEWRITE) {
            sys_piperead(data, size);
            return;
        }
    }
}

// count_others()
//    The number of processes, besides the director, that can still do something.
static int
count_others(void) {
    int n = 0;
    for (pid_t pid = 2; test_state(pid) >= 0; ++pid) {
        n += test_state(pid) == RUNNABLE || test_state(pid) == BLOCKED;
    }
    return n;
}

// end_well()
//    Waits for the others to end, and checks that nothing is lost.
static void
end_well(int free_pages) {
    for (uint64_t limit = ticks + PATIENCE; count_others() > 0; sys_yield()) {
        help_waiting();
        if (ticks >= limit) { // a process has overwritten its stack, and loops
            explain("%d processes go on for ever", count_others());
            test_audit();
            return;
        }
    }
    *shared = (struct shared_memory) {0}; // fuzzers may have written there
    fill_slots();                         // reclaims faulted processes
    shared->go = 1;
    await_slots();
    check_equal(test_free_pages(), free_pages);
    test_audit();
}

void
process_main(void) {
    if (sys_getpid() != 1) { // a fuzzer has jumped here
        sys_exit();
    }
    calls = test_option("calls");
    verbose = test_option("verbose");
    srand((unsigned) test_option("seed"));
    const int free_pages = test_free_pages();
    const char witness[] = "nobody changes this";

    long done = 0;
    while (done < calls) {
        srand((unsigned) rand());
        in_child(fuzz);
        if (one_in(4)) {
            help_waiting();
        }
        sys_yield();
        done = system_call(SYSCALL_TEST_STEP, 0, 0);
    }
    end_well(free_pages);
    check(strcmp(witness, "nobody changes this") == 0);
    explain("%ld steps, %s", done, shared->failures == 0 ? "clean" : "not clean");
    for (;;) {
        system_call(SYSCALL_TEST_END, 0, 0);
    }
}
