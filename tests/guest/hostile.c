// hostile: processes that keep the kernel as busy as they can with one call or fault, over and over.
// Half of the slots have processes that sleep, each with its own memory, so that the kernel has much
// to search where it searches all of them. Meanwhile process 1, the innocent one, only measures how
// long it waits for its turn. bench/longest.py measures from outside how long each entry into the
// kernel takes.

#include "test.h"

#define HOSTILES 3        // at a time, each with a child
#define DURATION (HZ / 4) // ticks for each deed
#define PAGES_OF_SLEEPER 8

static char *const heap = (char *) 0x180000;
static char *const heap_end = (char *) STACK_PAGE - PAGESIZE;

// take_pages(n)
//    Takes `n` pages, or as many as there are.
static void
take_pages(size_t n) {
    for (char *page = heap; n > 0 && page < heap_end && sys_page_alloc(page) == 0; page += PAGESIZE) {
        --n;
    }
}

static void
die(void) {
    __asm__ volatile("ud2");
}


// The deeds

static char newlines[PANIC_MESSAGE_MAX + 1];
static uint64_t frames[1024]; // as many as fit into two pages of stack

// build_frames()
//    A chain of frames: sixteen callers, the last of which seems to have called itself for ever.
static void
build_frames(void) {
    for (size_t i = 0; i + 2 < ARRAY_SIZE(frames); i += 2) {
        frames[i] = (uintptr_t) &frames[i + 2];
        frames[i + 1] = (uintptr_t) process_main + min(i, 30);
    }
}

static void
panic_with_many_lines_and_frames(void) {
    __asm__ volatile("movq %0, %%rbp; syscall"
                     :
                     : "r"(frames), "a"((uint64_t) SYSCALL_PANIC), "D"(newlines)
                     : "memory");
}

// An allocated page, through the direct map. The kernel may read all page tables to find its owner.
static void
store_to_another_processs_page(void) {
    __asm__ volatile("movq %0, %%rbp; movb $1, (%1)" : : "r"(frames), "r"(0xFFFF800000012000) : "memory");
}

static void
spawn_a_program_with_many_segments(void) {
    check_equal(sys_spawn("bad-segments-many"), E_NOEXEC);
}

static void
spawn_a_large_program(void) {
    sys_spawn("large");
}

static void
fork_with_much_memory(void) {
    take_pages((size_t) test_free_pages() / 2); // and leave as many for the copies
    if (sys_fork() == 0) {
        sys_exit();
    }
}

static void
exit_with_much_memory(void) {
    take_pages(SIZE_MAX);
}

static void
die_with_much_memory(void) {
    take_pages(SIZE_MAX);
    die();
}

// It needs the memory of as many dead processes as possible.
static void
fork_after_the_dead(void) {
    take_pages((size_t) test_free_pages() / 3);
    while (test_free_pages() > 20 && in_child(die) > 0) {
        sys_yield();
    }
    if (sys_fork() == 0) {
        sys_exit();
    }
}

static void
read_a_byte(void) {
    char c;
    sys_piperead(&c, 1);
}

static void
write_for_many_readers(void) {
    static char bytes[PAGESIZE];
    int n = 0;
    while (n < 8 && in_child(read_a_byte) > 0) {
        ++n;
    }
    sys_yield();
    sys_pipewrite(bytes, (size_t) n);
}

static const struct test deeds[] = {
    TEST(panic_with_many_lines_and_frames),
    TEST(store_to_another_processs_page),
    TEST(spawn_a_program_with_many_segments),
    TEST(spawn_a_large_program),
    TEST(fork_with_much_memory),
    TEST(exit_with_much_memory),
    TEST(die_with_much_memory),
    TEST(fork_after_the_dead),
    TEST(write_for_many_readers),
};


static void
sleep_with_memory(void) {
    take_pages(PAGES_OF_SLEEPER);
    for (;;) {
        system_call(SYSCALL_TEST_SLEEP, 0, 0);
    }
}

static void
start_sleepers(void) {
    int slots = 0;
    while (test_state(slots + 1) >= 0) {
        ++slots;
    }
    for (int n = 0; n < slots / 2; ++n) {
        check(in_child(sleep_with_memory) > 0);
        sys_yield();
    }
}

// repeat(deed)
//    Does it again and again, each time in a child, and never yields.
static void
repeat(void (*deed)(void)) {
    while (!shared->go) {
        pid_t child = in_child(deed);
        while (child > 0 && test_state(child) == RUNNABLE) {
        }
    }
    sys_exit();
}

static uint64_t
now(void) {
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high) : : "memory");
    return (uint64_t) high << 32 | low;
}

// longest_wait(duration)
//    The longest time, in cycles, for which this process did not run, in that many ticks.
static uint64_t
longest_wait(uint64_t duration) {
    uint64_t longest = 0, last = now();
    for (uint64_t until = ticks + duration; ticks < until;) {
        uint64_t time = now();
        longest = time - last > longest ? time - last : longest;
        last = time;
    }
    return longest;
}

void
process_main(void) {
    memset(newlines, '\n', PANIC_MESSAGE_MAX);
    build_frames();
    start_sleepers();
    for (size_t i = 0; i < ARRAY_SIZE(deeds); ++i) {
        shared->go = 0;
        for (int n = 0; n < HOSTILES; ++n) {
            if (sys_fork() == 0) {
                repeat(deeds[i].function);
            }
        }
        explain("%s: longest wait %lu beside %d", deeds[i].name, longest_wait(DURATION), 2 * HOSTILES);
        shared->go = 1;
        wait_ticks(HZ / 10);
    }
    for (;;) {
        system_call(SYSCALL_TEST_END, 0, 0);
    }
}
