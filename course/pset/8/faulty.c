// faulty.c: children store where they must not, with copy-on-write pages all around; each is to
// end.

#include "turns.h"

static char page[PAGESIZE] __attribute__((aligned(PAGESIZE)));
static const char constants[PAGESIZE] __attribute__((aligned(PAGESIZE))) = "constants";

static void
store_to_constants(void) {
    store((char *) constants, 'x');
}

static void
store_to_code(void) {
    store((char *) (uintptr_t) store_to_constants, 'x');
}

static void
undefined_instruction(void) {
    __asm__ volatile("ud2");
}

static void
call_data_at_0(void) {
    __asm__ volatile("xorl %%eax, %%eax; callq *%%rax" : : : "rax", "memory");
}

static const struct {
    uintptr_t address;      // of the fault; 0: no page fault
    void (*function)(void); // NULL: stores to the address
    const char *what;
} faulty[] = {
    {(uintptr_t) constants, store_to_constants, "a store to a constant"},
    {(uintptr_t) store_to_constants, store_to_code, "a store to code"},
    {TICKS_ADDR, NULL, "a store to `ticks`"},
    {KERNEL_START_ADDR + PAGESIZE, NULL, "a store to the kernel's code"},
    {KERNEL_STACK_TOP - 8, NULL, "a store to the kernel's stack"},
    {8, NULL, "a store through a null pointer"},
    {PROC_START_ADDR + 0xF0000, NULL, "a store to a page that is not mapped"},
    {MEMSIZE_VIRTUAL, NULL, "a store beyond its memory"},
    {0, undefined_instruction, "an undefined instruction"},
    {0, call_data_at_0, "a call of address 0"},
};

void
process_main(void) {
    announce_fault(1, FAULT_GOES_ON);
    page_fill(page, 1);
    for (unsigned i = 0; i < ARRAY_SIZE(faulty); ++i) {
        trying("%s, %#lx", faulty[i].what, faulty[i].address);
        pid_t child = sys_fork();
        if (child == 0) {
            announce_fault(faulty[i].address, FAULT_ENDS);
            if (faulty[i].function != NULL) {
                faulty[i].function();
            } else {
                store((char *) faulty[i].address, 'x');
            }
            trial_wrong(8, "process %d goes on after %s, %#lx", sys_getpid(), faulty[i].what,
                        faulty[i].address);
        }
        require(5, child > 0, "sys_fork returned %d", child);
        await_end(child);
        require(8, strcmp(constants, "constants") == 0,
                "after %s by a child, its parent's constants have changed", faulty[i].what);
    }
    int cost = cost_of_store(page, 'y');
    require(8, cost == 1,
            "the parent's store to %p, which it shares with children, took %d pages, expected 1",
            page, cost);
    store(page, (char) 37);
    page_require(page, 1, "the parent");
    trial_passed();
}
