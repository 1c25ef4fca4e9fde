#ifndef WEENSY_X86_64_H
#define WEENSY_X86_64_H

// x86-64.h: formats that the processor fixes: page tables, saved registers, exception vectors.
// "SDM" is the Intel 64 and IA-32 Architectures Software Developer's Manual.

#include "types.h"
#include "memory-layout.h"

// Page tables (SDM vol. 3A, 4.5). A page-table page of any level holds 512 entries. An entry holds
// permissions and the physical address of the next level's page or of the mapped page.

typedef uint64_t x86_64_pageentry_t;

#define NPAGETABLEENTRIES 512
#define PAGETABLE_LEVELS 4 // 4 is the root's level, 1 the level of 4096-byte pages

typedef struct x86_64_pagetable {
    x86_64_pageentry_t entry[NPAGETABLEENTRIES];
} __attribute__((aligned(PAGESIZE))) x86_64_pagetable;

#define PTE_P 0x1UL     // present
#define PTE_W 0x2UL     // writable
#define PTE_U 0x4UL     // user-accessible
#define PTE_A 0x20UL    // accessed, set by the processor
#define PTE_D 0x40UL    // dirty: written, set by the processor
#define PTE_PS 0x80UL   // in levels 2 and 3: maps a large page
#define PTE_OS1 0x200UL // bits 9 to 11: the kernel's own
#define PTE_OS2 0x400UL
#define PTE_OS3 0x800UL
#define PTE_XD 0x8000000000000000UL // execute-disable

#define PTE_PAMASK 0x000FFFFFFFFFF000UL // physical address in an entry
#define PHYSICAL_ADDRESS_BITS 52

// Virtual addresses have 48 bits; bits 48 to 63 equal bit 47. Between the two halves is a hole of
// non-canonical addresses, which can never be mapped.
#define VA_LOWEND 0x0000800000000000UL    // end of the low half
#define VA_HIGHSTART 0xFFFF800000000000UL // start of the high half
#define VA_LAST 0xFFFFFFFFFFFFFFFFUL

// Errors in the error code of a page fault (SDM vol. 3A, 4.7).
#define PFERR_PRESENT 0x1 // the page is mapped, and refused the access
#define PFERR_WRITE 0x2   // a write
#define PFERR_USER 0x4    // in user mode
#define PFERR_FETCH 0x10  // an instruction fetch

// EXCEPTION(constant, vector, error code, name): the exceptions (SDM vol. 3A, table 6-1; from 28
// on, AMD64 Architecture Programmer's Manual vol. 2, table 8-1), and whether the processor pushes
// an error code: 1 or 0. This kernel's words stand in place of the manual's where they say more.
#define EXCEPTIONS(EXCEPTION)                                                                      \
    EXCEPTION(INT_DE, 0, 0, "divide error")                                                        \
    EXCEPTION(INT_DB, 1, 0, "debug exception")                                                     \
    EXCEPTION(INT_NMI, 2, 0, "non-maskable interrupt")                                             \
    EXCEPTION(INT_BP, 3, 0, "breakpoint")                                                          \
    EXCEPTION(INT_OF, 4, 0, "overflow")                                                            \
    EXCEPTION(INT_BR, 5, 0, "bound range exceeded")                                                \
    EXCEPTION(INT_UD, 6, 0, "invalid opcode")                                                      \
    EXCEPTION(INT_NM, 7, 0, "floating point, which this kernel does not offer")                    \
    EXCEPTION(INT_DF, 8, 1, "double fault")                                                        \
    EXCEPTION(INT_TS, 10, 1, "invalid task-state segment")                                         \
    EXCEPTION(INT_NP, 11, 1, "segment not present")                                                \
    EXCEPTION(INT_SS, 12, 1, "stack-segment fault")                                                \
    EXCEPTION(INT_GP, 13, 1, "general protection fault")                                           \
    EXCEPTION(INT_PF, 14, 1, "page fault")                                                         \
    EXCEPTION(INT_MF, 16, 0, "x87 floating-point error")                                           \
    EXCEPTION(INT_AC, 17, 1, "alignment check")                                                    \
    EXCEPTION(INT_MC, 18, 0, "machine check")                                                      \
    EXCEPTION(INT_XM, 19, 0, "SIMD floating-point error")                                          \
    EXCEPTION(INT_VE, 20, 0, "virtualization exception")                                           \
    EXCEPTION(INT_CP, 21, 1, "control protection exception")                                       \
    EXCEPTION(INT_HV, 28, 0, "hypervisor injection exception")                                     \
    EXCEPTION(INT_VC, 29, 1, "VMM communication exception")                                        \
    EXCEPTION(INT_SX, 30, 1, "security exception")

#define EXCEPTION_VECTOR(constant, vector, ...) constant = vector,
enum { EXCEPTIONS(EXCEPTION_VECTOR) };

// Our vectors for other causes.
enum {
    INT_IRQ = 32, // first of 16 vectors for hardware interrupts
    INT_TIMER = INT_IRQ + 0,

    INT_SYSCALL = 256, // not a vector: `syscall` has its own entry point
};

// A process's registers, as the entry code saves them. The processor itself pushes those from
// reg_rip on (SDM vol. 3A, 6.14.2), and for some exceptions reg_errcode.
typedef struct regstate {
    uint64_t reg_rax;
    uint64_t reg_rcx;
    uint64_t reg_rdx;
    uint64_t reg_rbx;
    uint64_t reg_rbp;
    uint64_t reg_rsi;
    uint64_t reg_rdi;
    uint64_t reg_r8;
    uint64_t reg_r9;
    uint64_t reg_r10;
    uint64_t reg_r11;
    uint64_t reg_r12;
    uint64_t reg_r13;
    uint64_t reg_r14;
    uint64_t reg_r15;

    uint64_t reg_intno;
    uint64_t reg_errcode;

    uint64_t reg_rip;
    uint64_t reg_cs;
    uint64_t reg_rflags;
    uint64_t reg_rsp;
    uint64_t reg_ss;
} __attribute__((aligned(16))) regstate;

// is_from_user(regs)
//    Were these the registers in user mode? (The low bits of %cs are the privilege level.)
static inline bool
is_from_user(const regstate *regs) {
    return (regs->reg_cs & 3) != 0;
}

_Static_assert(sizeof(regstate) % 16 == 0, "the processor aligns the stack it pushes to");

#endif
