// faults.c: faults in each way in which an address can be wrong, each in its own process.
// tests/boot/faults-test.py checks what the kernel says about each fault.

#include "test-syscalls.h"
#include "u-lib.h"

#define DIRECT_MAP 0xFFFF800000000000

static const char constant[] = "not to be written";

static void
read_at(uintptr_t address) {
    __asm__ volatile("movb (%0), %%al" : : "r"(address) : "rax", "memory");
}

static void
write_at(uintptr_t address) {
    __asm__ volatile("movb $1, (%0)" : : "r"(address) : "memory");
}

static void
run_at(uintptr_t address) {
    __asm__ volatile("jmp *%0" : : "r"(address) : "memory");
}

static void
recurse(uintptr_t address) {
    volatile char frame[256];
    frame[0] = (char) address;
    if (address == 0) {
        recurse((uintptr_t) frame[0]);
    }
    frame[1] = 0; // so that the call above is not a tail call
}

static void
divide_by(uintptr_t zero) {
    __asm__ volatile("divq %0" : : "r"(zero) : "rax", "rdx");
}

static void
execute_nothing_known(uintptr_t address) {
    (void) address;
    __asm__ volatile("ud2");
}

// return_to_nobody(address)
//    Does what a process_main does that returns; the address is its stack pointer at entry.
static void
return_to_nobody(uintptr_t address) {
    __asm__ volatile("movq %0, %%rsp; ret" : : "r"(address) : "memory");
}

static const struct act {
    void (*access)(uintptr_t address);
    uintptr_t address;
} acts[] = {
    {read_at, 0x10},
    {write_at, 0},
    {run_at, 8},
    {write_at, KERNEL_START_ADDR + PAGESIZE},
    {read_at, KERNEL_START_ADDR + PAGESIZE},
    {read_at, KERNEL_STACK_TOP - 8},
    {write_at, KERNEL_STACK_BOTTOM - 8},
    {write_at, TICKS_ADDR},
    {run_at, TICKS_ADDR},
    {run_at, CONSOLE_ADDR},
    {write_at, 0xA0000},
    {write_at, PROC_START_ADDR},
    {write_at, (uintptr_t) constant},
    {run_at, (uintptr_t) constant},
    {run_at, MEMSIZE_VIRTUAL - 16},
    {recurse, 0},
    {return_to_nobody, MEMSIZE_VIRTUAL - 8},
    {read_at, 0x200000},
    {run_at, 0x280000},
    {write_at, MEMSIZE_VIRTUAL},
    {read_at, 0x7FFFFFFFE000},
    {read_at, 0xFFFFFFFFFFFFF000},
    {read_at, DIRECT_MAP},
    {write_at, DIRECT_MAP + 0x1000},
    {write_at, DIRECT_MAP + 0x3000},
    {read_at, DIRECT_MAP + 0x9000},
    {write_at, DIRECT_MAP + 0x10000},
    {write_at, DIRECT_MAP + 0x18000},
    {run_at, DIRECT_MAP + 0x20000},
    {write_at, DIRECT_MAP + KERNEL_START_ADDR + PAGESIZE},
    {write_at, DIRECT_MAP + 0xA0000},
    {write_at, DIRECT_MAP + CONSOLE_ADDR},
    {read_at, DIRECT_MAP + 0x1C0000},
    {read_at, DIRECT_MAP + MEMSIZE_PHYSICAL - PAGESIZE},
    {read_at, 1UL << 60}, // not canonical
    {divide_by, 0},
    {execute_nothing_known, 0},
};

// lead_astray(address)
//    Makes the kernel write to the address.
static void __attribute__((noinline)) lead_astray(uintptr_t address) {
    system_call(SYSCALL_TEST_MISTAKE, MISTAKE_WRITE, address);
}

void
process_main(void) {
    for (unsigned i = 0; i < ARRAY_SIZE(acts); ++i) {
        pid_t child = sys_fork();
        assert_ge(child, 0);
        if (child == 0) {
            acts[i].access(acts[i].address);
            panic("act %u did not fault", i);
        }
        wait_ticks(2);
    }
    lead_astray((uintptr_t) constant);
    panic("the kernel goes on");
}
