// interrupts.c: the interrupt descriptor table, the interrupt controllers, and the first C function
// for every exception and interrupt.

#include "interrupts.h"
#include "kernel.h"
#include "log.h"
#include "segments.h"
#include "string.h"
#include "timer.h"
#include "x86.h"

extern const char vector_entries[256][VECTOR_ENTRY_SIZE];
extern void syscall_entry(void);

// A gate of the interrupt descriptor table (SDM vol. 3A, 6.14.1).
typedef struct __attribute__((packed)) gate {
    uint16_t address_low;
    uint16_t selector;
    uint8_t interrupt_stack; // 0: none
    uint8_t type;
    uint16_t address_middle;
    uint32_t address_high;
    uint32_t reserved;
} gate;

_Static_assert(sizeof(gate) == 16, "a gate has the size that the manual gives");

#define GATE_INTERRUPT 0x8E // present, interrupts off while it is handled
#define GATE_USER 0x60      // users may raise it with `int n`

#define FLAGS_CLEARED_BY_SYSCALL 0x257FD5 // all flags that can be set in user mode

static gate idt[256];

static void set_gate(int vector, int interrupt_stack, int flags);
static void interrupt_controllers_init(void);

void
interrupts_init(void) {
    for (int vector = 0; vector < 256; ++vector) {
        set_gate(vector, 0, 0);
    }
    set_gate(INT_DF, IST_DOUBLE_FAULT, 0);
    set_gate(INT_NMI, IST_NMI, 0);
    set_gate(INT_MC, IST_MACHINE_CHECK, 0);
    set_gate(INT_DB, IST_DEBUG, 0);
    set_gate(INT_BP, 0, GATE_USER); // so that `int3` and `int 4` raise these exceptions
    set_gate(INT_OF, 0, GATE_USER);
    struct descriptor_table table = {sizeof(idt) - 1, (uint64_t) idt};
    load_idt(&table);

    write_msr(MSR_STAR, (uint64_t) SEGMENT_KERNEL_CODE << 32); // %ss becomes the next segment
    write_msr(MSR_LSTAR, (uint64_t) syscall_entry);
    write_msr(MSR_CSTAR, (uint64_t) syscall_entry); // from 32-bit code, if there could be any
    write_msr(MSR_SYSENTER_CS, 0);                  // `sysenter` faults
    write_msr(MSR_FMASK, FLAGS_CLEARED_BY_SYSCALL);

    interrupt_controllers_init();
}

static void
set_gate(int vector, int interrupt_stack, int flags) {
    uint64_t address = (uint64_t) vector_entries[vector];
    idt[vector] = (gate) {
        .address_low = (uint16_t) address,
        .selector = SEGMENT_KERNEL_CODE,
        .interrupt_stack = (uint8_t) interrupt_stack,
        .type = (uint8_t) (GATE_INTERRUPT | flags),
        .address_middle = (uint16_t) (address >> 16),
        .address_high = (uint32_t) (address >> 32),
    };
}


// The two interrupt controllers (Intel 8259A data sheet).
enum {
    PIC1_COMMAND = 0x20,
    PIC1_DATA = 0x21,
    PIC2_COMMAND = 0xA0,
    PIC2_DATA = 0xA1,

    PIC_INITIALIZE = 0x11, // edge-triggered, cascaded, four initialization words
    PIC_8086_MODE = 0x01,
    PIC_END_OF_INTERRUPT = 0x20,
    PIC_READ_IN_SERVICE = 0x0B,

    IRQ_TIMER = 0,
    IRQ_CASCADE = 2, // the first controller's input that the second is connected to
    IRQ_SPURIOUS1 = 7,
    IRQ_SPURIOUS2 = 15,
};

static void
interrupt_controllers_init(void) {
    outb(PIC1_COMMAND, PIC_INITIALIZE);
    outb(PIC2_COMMAND, PIC_INITIALIZE);
    outb(PIC1_DATA, INT_IRQ); // first vector of each
    outb(PIC2_DATA, INT_IRQ + 8);
    outb(PIC1_DATA, 1 << IRQ_CASCADE);
    outb(PIC2_DATA, IRQ_CASCADE);
    outb(PIC1_DATA, PIC_8086_MODE);
    outb(PIC2_DATA, PIC_8086_MODE);
    outb(PIC1_DATA, (uint8_t) ~(1 << IRQ_TIMER)); // 1: masked
    outb(PIC2_DATA, 0xFF);
}

static bool
in_service(uint16_t command_port, int line) {
    outb(command_port, PIC_READ_IN_SERVICE);
    return (inb(command_port) & 1 << line) != 0;
}

// acknowledge(irq)
//    Lets the controllers send the next interrupt. A spurious interrupt, raised by a glitch, is not
//    in service, and must not be acknowledged.
static void
acknowledge(int irq) {
    if (irq == IRQ_SPURIOUS1 && !in_service(PIC1_COMMAND, irq)) {
        return;
    }
    if (irq >= 8 && !(irq == IRQ_SPURIOUS2 && !in_service(PIC2_COMMAND, irq - 8))) {
        outb(PIC2_COMMAND, PIC_END_OF_INTERRUPT);
    }
    outb(PIC1_COMMAND, PIC_END_OF_INTERRUPT);
}


static bool is_debug_trap_of_syscall(const regstate *regs);

// trap(regs)
//    The entry code calls it for every exception and interrupt. When it returns, the interrupted
//    code continues.
void
trap(regstate *regs) {
    bool from_user = is_from_user(regs);
    if (from_user && on_interrupt_stack(regs)) {
        regs = memcpy(interrupted_registers(), regs, sizeof(*regs));
    }

    bool from_device = regs->reg_intno >= INT_IRQ && regs->reg_intno < INT_IRQ + 16;
    if (from_device) {
        acknowledge(regs->reg_intno - INT_IRQ);
        if (regs->reg_intno == INT_TIMER) {
            timer_interrupt();
        }
        if (!from_user || regs->reg_intno != INT_TIMER) {
            return;
        }
    } else if (regs->reg_intno == INT_NMI) { // comes from the hardware, not from the program
        log_printf("non-maskable interrupt\n");
        return;
    } else if (is_debug_trap_of_syscall(regs)) {
        return;
    }
    exception(regs);
}

// is_debug_trap_of_syscall(regs)
//    `mov` to %ss delays a debug trap by one instruction. If that is `syscall`, the trap arrives
//    before the kernel's first instruction. A user caused it; the kernel ignores it.
static bool
is_debug_trap_of_syscall(const regstate *regs) {
    return regs->reg_intno == INT_DB && !is_from_user(regs)
           && regs->reg_rip == (uint64_t) syscall_entry;
}

void
wait_for_interrupt(void) {
    halt_until_interrupt();
}
