// memory.c: hostile acts by plain memory accesses: to memory that is not hers, that she may not
// write, or that she may not run.

#include "attack.h"

static void
read_at(uintptr_t address) {
    __asm__ volatile("movb (%0), %%al" : : "r"(address) : "rax", "memory");
    note(true);
}

static void
write_at(uintptr_t address) {
    __asm__ volatile("movb $0x90, (%0)" : : "r"(address) : "memory");
    note(true);
}

void
run_at(uintptr_t address) {
    __asm__ volatile("call *%0" : : "r"(address) : "rax", "rcx", "rdx", "rsi", "rdi", "memory");
    note(true);
}

// run_stored(address)
//    Stores a `ret` at `address` and runs it.
static void
run_stored(void *address) {
    *(volatile char *) address = '\xC3';
    run_at((uintptr_t) address);
}

void
attack_memory(void) {
    static const struct {
        const char *name;
        uintptr_t address;
        const char *to_read, *to_write, *to_run; // guards; NULL: she may do that
    } places[] = {
        {"page 0", 0, "page0", "page0", "page0"},
        {"kernel text", KERNEL_TEXT, "supervisor", "supervisor,readonly", "supervisor"},
        {"the kernel's stack", KERNEL_STACK, "supervisor", "supervisor", "supervisor,xd"},
        {"the kernel's view of memory", DIRECT_MAP + PROC_START_ADDR, "supervisor", "supervisor",
         "supervisor,xd"},
        {"the kernel's view of its text", DIRECT_MAP + KERNEL_TEXT, "supervisor",
         "supervisor,readonly", "supervisor,xd"},
        {"the kernel's view of page tables", DIRECT_MAP + PAGESIZE, "supervisor", "supervisor",
         "supervisor,xd"},
        {"an address that is not canonical", HOLE, HARMLESS, HARMLESS, HARMLESS},
        {"the page after her memory", MEMSIZE_VIRTUAL, HARMLESS, HARMLESS, HARMLESS},
        {"the guard page of her stack", MEMSIZE_VIRTUAL - 2 * PAGESIZE, HARMLESS, HARMLESS,
         HARMLESS},
        {"the last byte of all", UINT64_MAX, HARMLESS, HARMLESS, HARMLESS},
        // the clock: after `ticks`, whose bytes may be any code
        {"the clock", TICKS_ADDR + 16, NULL, "readonly", "xd"},
        {"her own read-only data", (uintptr_t) text, NULL, "readonly", "xd"},
        {"her own code", (uintptr_t) own_code, NULL, "readonly", NULL},
    };
    for (size_t i = 0; i < ARRAY_SIZE(places); ++i) {
        const uintptr_t address = places[i].address;
        if (places[i].to_read != NULL) {
            IN_CHILD(places[i].to_read, "read ", places[i].name, read_at(address));
        }
        IN_CHILD(places[i].to_write, "write ", places[i].name, write_at(address));
        if (places[i].to_run != NULL) {
            IN_CHILD(places[i].to_run, "run ", places[i].name, run_at(address));
        }
    }
    char on_stack[1];
    char *const fresh = (char *) FREE_MEMORY;
    IN_CHILD("readonly", "run ", "what she stored in her code", run_stored(own_code));
    IN_CHILD("xd", "run ", "what she stored in her data", run_stored(data));
    IN_CHILD("xd", "run ", "what she stored on her stack", run_stored(on_stack));
    IN_CHILD("xd", "run ", "what she stored on the console", run_stored((void *) notes->frame));
    IN_CHILD("xd", "run ", "what she stored on a page from sys_page_alloc", sys_page_alloc(fresh);
             run_stored(fresh));
}
