// copy.c: forks in many situations; the judge compares parent and child at birth, byte by byte. Two
// processes do it, each with other bytes. The child looks, too, through its own page table.

#include "shared.h"
#include "x86-64.h"

static char data[PAGESIZE] = "data", bss[PAGESIZE + 100];
static const char constant[PAGESIZE + 200] = "constant";

// Pages at the edges of page tables and of memory, alone and side by side, in an order of their own
static char *const heap[] = {(char *) 0x200000,
                             (char *) 0x120000,
                             (char *) 0x1FF000,
                             (char *) 0x121000,
                             (char *) STACK_START - 2 * PAGESIZE,
                             (char *) 0x260000,
                             (char *) 0x123000,
                             (char *) 0x261000};
static unsigned in_heap; // so many of these are there

static char
byte_for(int tag, const char *addr) {
    return (char) ((uintptr_t) addr * 7 + ((uintptr_t) addr >> 12) * 0x1D + (uintptr_t) tag * 0x53);
}

static void
fill(int tag, char *start, size_t size) {
    for (size_t i = 0; i < size; ++i) {
        start[i] = byte_for(tag, start + i);
    }
}

static void
look(int tag, const char *start, size_t size, const char *what) {
    for (size_t i = 0; i < size; ++i) {
        require(5, start[i] == byte_for(tag, start + i),
                "process %d after sys_fork finds %#x at %p, in its %s; before, it was %#x",
                sys_getpid(), (unsigned char) start[i], start + i, what,
                (unsigned char) byte_for(tag, start + i));
    }
}

static void
look_everywhere(int tag, const char *local, size_t size) {
    look(tag, data, sizeof(data), "data");
    look(tag, bss, sizeof(bss), "data");
    look(tag, local, size, "stack");
    require(5, strcmp(constant, "constant") == 0 && constant[PAGESIZE] == 0,
            "process %d has other constants after sys_fork", sys_getpid());
    for (unsigned i = 0; i < ARRAY_SIZE(heap); ++i) {
        if (i < in_heap) {
            look(tag, heap[i], PAGESIZE, "heap");
        } else {
            require(5, is_refused(PROBE_READ, (uintptr_t) heap[i]),
                    "process %d can read %p after sys_fork; before, there was no page",
                    sys_getpid(), heap[i]);
        }
    }
}

// fork_and_look()
//    Forks. The child looks, and sleeps for good; then the parent looks.
static void
fork_and_look(void) {
    static int times;
    char local[300];
    const int tag = sys_getpid() * 8 + times++;
    fill(tag, local, sizeof(local));
    fill(tag, data, sizeof(data));
    fill(tag, bss, sizeof(bss));
    for (unsigned i = 0; i < in_heap; ++i) {
        fill(tag, heap[i], PAGESIZE);
    }
    trying("sys_fork of process %d", sys_getpid());
    pid_t child = sys_fork();
    require(5, child >= 0, "sys_fork returned %d to process %d; slots are free, and %u pages",
            child, sys_getpid(), free_page_count());
    look_everywhere(tag, local, sizeof(local));
    if (child == 0) {
        reach(1);
        for (;;) {
            sys_yield();
        }
    }
    await(5, child, 1, "sys_fork");
    look_everywhere(tag, local, sizeof(local));
}

static void
grow_to(unsigned pages) {
    for (; in_heap < pages; ++in_heap) {
        require(4, sys_page_alloc(heap[in_heap]) == 0, "sys_page_alloc(%p) fails", heap[in_heap]);
    }
}

void
process_main(void) {
    const int pid = sys_getpid();
    if (pid == 2) {
        await(5, 1, 2, "sys_fork");
    } else {
        fork_and_look();
        grow_to(3);
        fork_and_look();
    }
    grow_to(ARRAY_SIZE(heap));
    fork_and_look();
    reach(2);
    await(5, 3 - pid, 2, "sys_fork");
    trial_passed();
}
