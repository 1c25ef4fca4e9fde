// full.c: a child stores to a page that it shares, and there is no page left for the copy. It may
// be ended for that, in words; or the kernel has kept a page for it (step 9).

#include "turns.h"

static char pages[2][PAGESIZE] __attribute__((aligned(PAGESIZE)));

static void
store_in_need(void) {
    sys_yield();
    await(1);
    announce_fault((uintptr_t) pages[0], FAULT_MAY_END);
    store(pages[0], 'c');
    require(8, pages[0][0] == 'c', "a child stores 'c', %#x, and finds %#x there", 'c',
            pages[0][0]);
}

// says(pid)
//    Does the screen say something about process `pid`?
static bool
says(pid_t pid) {
    char words[20];
    int n = snprintf(words, sizeof(words), "rocess %d", pid);
    for (int cell = 0; cell + n <= CONSOLE_CELLS; ++cell) {
        int same = 0;
        while (same < n && (char) console[cell + same] == words[same]) {
            ++same;
        }
        if (same == n) {
            return true;
        }
    }
    return false;
}

void
process_main(void) {
    announce_fault(1, FAULT_GOES_ON);
    page_fill(pages[0], 0);
    page_fill(pages[1], 1);
    pid_t children[2];
    for (int i = 0; i < 2; ++i) {
        children[i] = in_child(store_in_need);
    }
    sys_yield();
    sys_yield();
    store(pages[1], pages[1][0]); // this one is its own now
    hog_take(ALL_THERE_ARE);
    trying("a store to a shared page, with %u free pages", free_page_count());
    pass(1);
    for (int i = 0; i < 2; ++i) {
        await_end(children[i]);
        require(8, process_state(children[i]) == 0 || says(children[i]),
                "process %d has been ended for want of memory, and the screen does not say so",
                children[i]);
    }
    page_require(pages[0], 0, "the parent, after its children's stores,");
    page_fill(pages[1], 2);
    page_require(pages[1], 2, "the parent");
    trying("to let another program run");
    (void) hog_take(0);
    trial_passed();
}
