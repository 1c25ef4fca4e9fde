// same.c: three processes of the same program write to the same addresses: data, heap, stack. Each
// finds its own bytes.

#include "shared.h"

enum { PROCESSES = 3 };

static char data[PAGESIZE] = "data", bss[PAGESIZE];
static const uintptr_t heap[] = {0x140000, 0x1FF000, 0x200000, 0x240000, STACK_START - PAGESIZE};

static char
byte_for(int round, const char *addr) {
    return (char) (sys_getpid() * 0x40 + round * 0x11 + (int) ((uintptr_t) addr >> 12) % 7);
}

static void
fill(int round, char *start, size_t size) {
    memset(start, byte_for(round, start), size);
}

static void
look(int round, const char *start, size_t size, const char *what) {
    const char expected = byte_for(round, start);
    for (size_t i = 0; i < size; ++i) {
        require(4, start[i] == expected,
                "process %d wrote %#x to %p, on its %s, and finds %#x there", sys_getpid(),
                (unsigned char) expected, start + i, what, (unsigned char) start[i]);
    }
}

// meet(place)
//    Waits until all have come here.
static void
meet(unsigned place) {
    reach(place);
    for (pid_t pid = 1; pid <= PROCESSES; ++pid) {
        await(4, pid, place, "the same steps as the others");
    }
}

void
process_main(void) {
    char local[200];
    require(4, data[0] == 'd' && bss[0] == 0,
            "process %d starts with the variables of another process", sys_getpid());
    for (unsigned i = 0; i < ARRAY_SIZE(heap); ++i) {
        int r = sys_page_alloc((void *) heap[i]);
        require(4, r == 0, "process %d: sys_page_alloc(%#lx) returned %d", sys_getpid(), heap[i],
                r);
    }
    for (int round = 0; round < 3; ++round) {
        fill(round, data, sizeof(data));
        fill(round, bss, sizeof(bss));
        fill(round, local, sizeof(local));
        for (unsigned i = 0; i < ARRAY_SIZE(heap); ++i) {
            fill(round, (char *) heap[i], PAGESIZE);
        }
        meet(2 * round + 1);
        look(round, data, sizeof(data), "data");
        look(round, bss, sizeof(bss), "data");
        look(round, local, sizeof(local), "stack");
        for (unsigned i = 0; i < ARRAY_SIZE(heap); ++i) {
            look(round, (char *) heap[i], PAGESIZE, "heap");
        }
        meet(2 * round + 2);
    }
    trial_passed();
}
