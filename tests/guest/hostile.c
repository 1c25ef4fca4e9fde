// hostile: processes that keep the kernel as busy as they can, with one call or fault at a time. In the
// slots that are left, others sleep, each with memory of its own, so that whoever looks at all processes has
// much to look at. Meanwhile process 1 does nothing but to watch how long it has to wait for its turn.
// The boot options: deed=N, only that one; others=N, at most so many that sleep.

#include "test.h"

#define PAGES_OF_SLEEPER 8
#define FIRST_PAGE ((char *) 0x180000) // of a heap
#define LAST_WORDS_MAX 200

static char newlines[LAST_WORDS_MAX];

// chain_of_frames()
//    %rbp leads through as many frames as fit into two pages, each called from another line.
static uint64_t frames[1024];

static void
build_frames(void) {
    memset(newlines, '\n', sizeof(newlines) - 1);
    for (size_t i = 0; i + 2 < ARRAY_SIZE(frames); i += 2) {
        frames[i] = (uintptr_t) &frames[i + 2];
        frames[i + 1] = (uintptr_t) process_main + 1; // all the same: a backtrace has them in one line
    }
    for (size_t i = 0; i < ARRAY_SIZE(frames) && i < 32; i += 2) {
        frames[i + 1] += i;
    }
}

static void
panic_with_newlines(void) {
    __asm__ volatile("movq %0, %%rbp; syscall"
                     :
                     : "r"(frames), "a"((uint64_t) SYSCALL_PANIC), "D"(newlines)
                     : "memory");
}

static uintptr_t target; // a page of the last process that sleeps

static void
store_to_page_of_another(void) {
    __asm__ volatile("movq %0, %%rbp; movb $1, (%1)" : : "r"(frames), "r"(target) : "memory");
}

static void
spawn_many_segments(void) {
    check_equal(sys_spawn("bad-segments-many"), E_NOEXEC);
}

// take_memory()
//    All that there is, up to the stack.
static int
take_memory(void) {
    int n = 0;
    for (char *page = FIRST_PAGE; page < stack_page && sys_page_alloc(page) == 0; page += PAGESIZE) {
        ++n;
    }
    return n;
}

static void
fork_with_much_memory(void) {
    for (char *page = FIRST_PAGE; page < stack_page && test_free_pages() > 20; page += PAGESIZE) {
        if (sys_page_alloc(page) < 0) {
            break;
        }
    }
    if (sys_fork() == 0) {
        sys_exit();
    }
}

static void
die_with_much_memory(void) {
    take_memory();
    __asm__ volatile("ud2");
}

static void
leave_with_much_memory(void) {
    take_memory();
}

// fork_after_the_dead()
//    A fork that needs the memory of many who have faulted.
static void
fork_after_the_dead(void) {
    pid_t pid;
    while (test_free_pages() > 30 && (pid = sys_fork()) >= 0) {
        if (pid == 0) {
            __asm__ volatile("ud2");
        }
        sys_yield();
    }
    fork_with_much_memory();
}

static void
spawn_largest(void) {
    sys_spawn("test-registers");
    sys_spawn("no such program");
}

static void
write_for_many_readers(void) {
    for (int i = 0; i < 6; ++i) {
        if (sys_fork() == 0) {
            char c;
            sys_piperead(&c, 1);
            sys_exit();
        }
    }
    sys_yield();
    static char bytes[PAGESIZE];
    sys_pipewrite(bytes, 6);
}

static const struct test deeds[] = {
    TEST(panic_with_newlines),
    TEST(store_to_page_of_another),
    TEST(spawn_many_segments),
    TEST(fork_with_much_memory),
    TEST(die_with_much_memory),
    TEST(leave_with_much_memory),
    TEST(fork_after_the_dead),
    TEST(spawn_largest),
    TEST(write_for_many_readers),
};

// Those that sleep wait to read from the pipe.
static void
sleep_with_memory(void) {
    for (int i = 0; i < PAGES_OF_SLEEPER; ++i) {
        sys_page_alloc(FIRST_PAGE + i * PAGESIZE);
    }
    char c;
    sys_piperead(&c, 1);
}

static int
start_others(int most) {
    int n = 0;
    while (n < most && test_free_pages() > 64 && in_child(sleep_with_memory) > 0) {
        sys_yield();
        ++n;
    }
    return n;
}

// A hostile process does its deed over and over, each time in a child.
static void
repeat(void (*deed)(void)) {
    while (!shared->go) {
        if (sys_fork() == 0) {
            deed();
            sys_exit();
        }
        sys_yield();
    }
    sys_exit();
}

// longest_wait(until)
//    In ticks.
static uint64_t
longest_wait(uint64_t until) {
    uint64_t longest = 0, last = ticks;
    while (last < until) {
        uint64_t now = ticks;
        longest = now - last > longest ? now - last : longest;
        last = now;
    }
    return longest;
}

#define HOSTILES 3

void
process_main(void) {
    build_frames();
    int only = test_option("deed"), slots = 0;
    while (test_state(slots + 1) >= 0) {
        ++slots;
    }
    int others = start_others(slots - 1 - 2 * HOSTILES);
    explain("%d others", others);
    target = 0xFFFF800000000000 + (uintptr_t) test_option("target");
    for (size_t i = 0; i < ARRAY_SIZE(deeds); ++i) {
        if (only != 0 && only != (int) i + 1) {
            continue;
        }
        shared->go = 0;
        for (int n = 0; n < HOSTILES; ++n) {
            if (sys_fork() == 0) {
                repeat(deeds[i].function);
            }
        }
        uint64_t wait = longest_wait(ticks + 50);
        shared->go = 1;
        explain("%s: longest wait %lu ticks", deeds[i].name, wait);
        wait_ticks(10);
    }
    for (;;) {
        system_call(SYSCALL_TEST_END, 0, 0);
    }
}
