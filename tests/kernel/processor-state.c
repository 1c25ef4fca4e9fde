// processor-state.c: the registers that hold the processor's state (SDM vol. 3A, 2.5; vol. 4), and the
// timer.

#include "processor-state.h"
#include "test-syscalls.h"
#include "x86.h"

#define CR0_ALIGNMENT_MASK 0x40000U // flag AC makes users fault
#define CR0_TASK_SWITCHED 0x8U

#define CR4_TIME_STAMP_DISABLE 0x4U
#define CR4_DEBUG_EXTENSIONS 0x8U
#define CR4_GLOBAL_PAGES 0x80U
#define CR4_COUNTERS 0x100U
#define CR4_SEGMENT_BASES 0x10000U

// The timer and the interrupt controller (Intel 8254 and 8259A data sheets)
enum {
    PIT_CHANNEL_0 = 0x40,
    PIT_COMMAND = 0x43,
    PIT_RATE_GENERATOR = 0x34,
    FIRMWARE_DIVISOR = 20, // a tick every 17 microseconds

    PIC1_COMMAND = 0x20,
    PIC_READ_REQUESTS = 0x0A,
    IRQ_TIMER_BIT = 1,
};

static bool timer_was_pending;

static uint64_t
read_msr(uint32_t msr) {
    uint32_t low, high;
    __asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(msr));
    return (uint64_t) high << 32 | low;
}

static uint64_t
local_table(void) {
    uint16_t selector;
    __asm__ volatile("sldt %0" : "=m"(selector));
    return selector;
}

uint64_t
processor_state(int which) {
    switch (which) {
    case PROCESSOR_CR0: return read_cr0();
    case PROCESSOR_CR4: return read_cr4();
    case PROCESSOR_DR7: return read_dr7();
    case PROCESSOR_EFER: return read_msr(MSR_EFER);
    case PROCESSOR_CSTAR: return read_msr(MSR_CSTAR);
    case PROCESSOR_LSTAR: return read_msr(MSR_LSTAR);
    case PROCESSOR_SYSENTER_CS: return read_msr(MSR_SYSENTER_CS);
    case PROCESSOR_LDTR: return local_table();
    case PROCESSOR_TIMER_PENDING: return timer_was_pending;
    default: return UINT64_MAX;
    }
}

void
processor_disturb(void) {
    write_cr0(read_cr0() | CR0_ALIGNMENT_MASK | CR0_TASK_SWITCHED);
    write_cr4(read_cr4() | CR4_TIME_STAMP_DISABLE | CR4_DEBUG_EXTENSIONS | CR4_GLOBAL_PAGES
              | CR4_COUNTERS | CR4_SEGMENT_BASES);
    write_msr(MSR_CSTAR, 0x1234);
    write_msr(MSR_SYSENTER_CS, 0x1234);
    write_dr7(0x1); // at address 0
}

void
timer_disturb(void) {
    outb(PIT_COMMAND, PIT_RATE_GENERATOR);
    outb(PIT_CHANNEL_0, FIRMWARE_DIVISOR);
    outb(PIT_CHANNEL_0, 0);
}

void
processor_note_start(void) {
    outb(PIC1_COMMAND, PIC_READ_REQUESTS);
    timer_was_pending = inb(PIC1_COMMAND) & IRQ_TIMER_BIT;
}
