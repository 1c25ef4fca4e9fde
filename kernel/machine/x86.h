#ifndef WEENSY_X86_H
#define WEENSY_X86_H

// x86.h: instructions that C has no words for, as functions.

#include "kernel-only.h"
#include "types.h"

static inline void
outb(uint16_t port, uint8_t value) {
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline void
outw(uint16_t port, uint16_t value) {
    __asm__ volatile("outw %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint8_t
inb(uint16_t port) {
    uint8_t value;
    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

static inline uint16_t
inw(uint16_t port) {
    uint16_t value;
    __asm__ volatile("inw %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

// Control registers (SDM vol. 3A, 2.5)

#define CR0_64_BIT 0x80000031U // paging, protected mode, floating-point errors as exceptions
#define CR0_EM 0x4U            // floating-point instructions fault
#define CR0_WP 0x10000U        // read-only pages are read-only to the kernel too

#define CR4_PAE 0x20U      // page-table entries have 64 bits
#define CR4_UMIP 0x800U    // users may not read where descriptor tables are
#define CR4_SMEP 0x100000U // the kernel cannot execute user pages
#define CR4_SMAP 0x200000U // the kernel cannot access user pages

// read_cr0(), write_cr0(value), and so on
//    CR2 has the address of the last page fault. CR3 has the physical address of the active page
//    table's root; writing it activates another page table.
#define CONTROL_REGISTER(name)                                                                     \
    static inline uint64_t read_##name(void) {                                                     \
        uint64_t value;                                                                            \
        __asm__ volatile("movq %%" #name ", %0" : "=r"(value));                                    \
        return value;                                                                              \
    }                                                                                              \
    static inline void write_##name(uint64_t value) {                                              \
        __asm__ volatile("movq %0, %%" #name : : "r"(value) : "memory");                           \
    }
CONTROL_REGISTER(cr0)
CONTROL_REGISTER(cr2)
CONTROL_REGISTER(cr3)
CONTROL_REGISTER(cr4)
CONTROL_REGISTER(dr7) // turns breakpoints on and off (SDM vol. 3B, 17.2.4)

// Model-specific registers (SDM vol. 4)

#define MSR_SYSENTER_CS 0x174
#define MSR_EFER 0xC0000080
#define EFER_SCE 0x1U      // the `syscall` instruction exists
#define EFER_64_BIT 0x500U // 64-bit mode is enabled, and active
#define EFER_NXE 0x800U    // PTE_XD has an effect
#define MSR_STAR 0xC0000081
#define MSR_LSTAR 0xC0000082
#define MSR_CSTAR 0xC0000083
#define MSR_FMASK 0xC0000084

static inline void
write_msr(uint32_t msr, uint64_t value) {
    __asm__ volatile("wrmsr" : : "c"(msr), "a"((uint32_t) value), "d"((uint32_t) (value >> 32)));
}

typedef struct cpuid_result {
    uint32_t eax, ebx, ecx, edx;
} cpuid_result;

// cpuid(leaf)
//    What the processor says about `leaf`, subleaf 0.
static inline cpuid_result
cpuid(uint32_t leaf) {
    cpuid_result r;
    __asm__ volatile("cpuid"
                     : "=a"(r.eax), "=b"(r.ebx), "=c"(r.ecx), "=d"(r.edx)
                     : "a"(leaf), "c"(0));
    return r;
}

// Descriptor tables

struct __attribute__((packed)) descriptor_table {
    uint16_t limit; // bytes - 1
    uint64_t base;
};

static inline void
load_gdt(const struct descriptor_table *table) {
    __asm__ volatile("lgdt %0" : : "m"(*table));
}

static inline void
load_idt(const struct descriptor_table *table) {
    __asm__ volatile("lidt %0" : : "m"(*table));
}

static inline void
load_local_table(uint16_t selector) {
    __asm__ volatile("lldt %0" : : "r"(selector));
}

static inline void
load_task_register(uint16_t selector) {
    __asm__ volatile("ltr %0" : : "r"(selector));
}

// triple_fault()
//    Raises an exception that cannot be delivered, which resets the machine.
static inline void never_returns
triple_fault(void) {
    struct descriptor_table none = {0, 0};
    load_idt(&none);
    __asm__ volatile("ud2");
    __builtin_unreachable();
}

// Waiting

// halt_until_interrupt()
//    Halts with interrupts on, and turns them off again after the next one. None can arrive between
//    `sti` and `hlt`, since `sti` takes effect one instruction later.
static inline void
halt_until_interrupt(void) {
    __asm__ volatile("sti; hlt; cli" : : : "memory");
}

// halt_forever()
static inline void never_returns
halt_forever(void) {
    for (;;) {
        __asm__ volatile("cli; hlt");
    }
}

// frame_pointer()
//    %rbp, which points to the current function's link in the chain of frames.
#define frame_pointer() ((uint64_t) __builtin_frame_address(0))

#endif
