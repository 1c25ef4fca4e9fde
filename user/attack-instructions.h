#ifndef WEENSY_ATTACK_INSTRUCTIONS_H
#define WEENSY_ATTACK_INSTRUCTIONS_H

// attack-instructions.h: hostile acts with the processor alone: memory that is not hers, privileged
// instructions, ports, exceptions, interrupts.

#include "attack-processor.h"

// Memory, without the kernel's help

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

static void
run_at(uintptr_t address) {
    __asm__ volatile("call *%0" : : "r"(address) : "rax", "rcx", "rdx", "rsi", "rdi", "memory");
    note(true);
}

// run_stored(address)
//    Stores a `ret` there and runs it.
static void
run_stored(void *address) {
    *(volatile char *) address = '\xC3';
    run_at((uintptr_t) address);
}

static void
attack_memory(void) {
    static const struct {
        const char *name;
        uintptr_t address;
        const char *to_read, *to_write, *to_run; // guards; NULL: that is no attack
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
        {"the page behind her memory", MEMSIZE_VIRTUAL, HARMLESS, HARMLESS, HARMLESS},
        {"the guard page of her stack", MEMSIZE_VIRTUAL - 2 * PAGESIZE, HARMLESS, HARMLESS,
         HARMLESS},
        {"the last byte there is", UINT64_MAX, HARMLESS, HARMLESS, HARMLESS},
        {"the clock", TICKS_ADDR + 16, NULL, "readonly", "xd"}, // behind what counts: that may be any code
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


// Machine instructions. Each ends the process, or does nothing.

#define ACT(guards, name, ...) IN_CHILD(guards, name, "", __asm__ volatile(__VA_ARGS__); note(true))

// An instruction that is for the kernel alone, as each processor knows by itself.
#define PRIVILEGED(name, ...)                                                                      \
    IN_CHILD("ring", name, "", __asm__ volatile(__VA_ARGS__); note_privileged())

static void
attack_control(void) {
    ACT("ring", "turn interrupts off: cli", "cli");
    ACT("ring", "turn interrupts on: sti", "sti");
    PRIVILEGED("stop the processor: hlt", "hlt");
    PRIVILEGED("read %cr0", "mov %%cr0, %%rax" : : : "rax");
    PRIVILEGED("read %cr2", "mov %%cr2, %%rax" : : : "rax");
    PRIVILEGED("read %cr3", "mov %%cr3, %%rax" : : : "rax");
    PRIVILEGED("read %cr4", "mov %%cr4, %%rax" : : : "rax");
    PRIVILEGED("read %cr8", "mov %%cr8, %%rax" : : : "rax");
    PRIVILEGED("write %cr0", "mov %%rax, %%cr0" : : "a"(0x80000001));
    PRIVILEGED("write %cr2", "mov %%rax, %%cr2" : : "a"(0));
    PRIVILEGED("write %cr3", "mov %%rax, %%cr3" : : "a"(PROC_START_ADDR));
    PRIVILEGED("write %cr4", "mov %%rax, %%cr4" : : "a"(0x20));
    PRIVILEGED("write %cr8", "mov %%rax, %%cr8" : : "a"(15));
    PRIVILEGED("read %dr7", "mov %%dr7, %%rax" : : : "rax");
    PRIVILEGED("write %dr0", "mov %%rax, %%dr0" : : "a"(data));
    PRIVILEGED("write %dr7", "mov %%rax, %%dr7" : : "a"(0));
    PRIVILEGED("clts", "clts");
    PRIVILEGED("lmsw", "lmsw %w0" : : "r"(1));
    PRIVILEGED("invd", "invd");
    PRIVILEGED("wbinvd", "wbinvd");
    PRIVILEGED("invlpg", "invlpg (%0)" : : "r"(data));
    PRIVILEGED("rdmsr", "rdmsr" : : "c"(0xC0000080) : "rax", "rdx");
    PRIVILEGED("wrmsr", "wrmsr" : : "c"(0xC0000082), "a"(data), "d"(0));
    ACT("counters", "rdpmc", "rdpmc" : : "c"(0) : "rax", "rdx");
    PRIVILEGED("lgdt", "lgdt (%0)" : : "r"(data));
    PRIVILEGED("lidt", "lidt (%0)" : : "r"(data));
    PRIVILEGED("lldt", "lldt %w0" : : "r"(0));
    PRIVILEGED("ltr", "ltr %w0" : : "r"(0x28));
    PRIVILEGED("swapgs", "swapgs");
    PRIVILEGED("sysretq", "sysretq" : : "c"(KERNEL_TEXT) : "r11");
    ACT("sysenter", "sysenter", "sysenter");
    PRIVILEGED("sysexitq", "sysexitq" : : "c"(data), "d"(KERNEL_TEXT));
    PRIVILEGED("monitor", "monitor" : : "a"(data), "c"(0), "d"(0));
    PRIVILEGED("xsetbv", "xsetbv" : : "a"(1), "c"(0), "d"(0));
    PRIVILEGED("stac", "stac");
    PRIVILEGED("clac", "clac");
    ACT("fsgsbase", "wrfsbase", "wrfsbase %0" : : "r"(DIRECT_MAP));
    ACT("fsgsbase", "rdgsbase", "rdgsbase %0" : : "r"(0L));
    ACT("ring", "the kernel's data segment into %ss", "mov %0, %%ss" : : "r"(0x10));
    ACT("ring", "the task's segment into %ds", "mov %0, %%ds" : : "r"(0x28));
    ACT(HARMLESS, "a segment that there is not into %es", "mov %0, %%es" : : "r"(0x78));
    ACT(HARMLESS, "a segment beyond the table into %fs", "mov %0, %%fs" : : "r"(0xFFF8));
    ACT("ring", "return into the kernel: lretq", "pushq $8; pushq %0; lretq"
        :
        : "r"((uint64_t) KERNEL_TEXT));
    ACT("ring", "return into the kernel: iretq",
        "pushq $0x10; pushq %0; pushq $2; pushq $8; pushq %0; iretq"
        :
        : "r"((uint64_t) KERNEL_TEXT));
    ACT(HARMLESS, "return to nowhere: iretq",
        "pushq $0; pushq $0; pushq $0; pushq $0; pushq $0; iretq");
    ACT(HARMLESS, "nested task by popf, then iretq",
        "pushq $0x4002; popfq; pushq $0x23; pushq %%rsp; pushq $2; pushq $0x1B; pushq $0; iretq"
        :
        :
        : "memory");
    uint64_t flags;
    IN_CHILD("ring", "interrupts off by popf", "",
             __asm__ volatile("pushq $2; popfq; pushfq; popq %0"
                              : "=r"(flags)
                              :
                              : "cc");
             note((flags & 0x200) == 0));
    IN_CHILD("ring", "all input and output by popf", "",
             __asm__ volatile("pushq $0x3002; popfq; pushfq; popq %0"
                              : "=r"(flags)
                              :
                              : "cc");
             note((flags & 0x3000) != 0));
    ACT("umip", "where is the descriptor table: sgdt", "sgdt (%0)" : : "r"(data) : "memory");
    ACT("umip", "where is the interrupt table: sidt", "sidt (%0)" : : "r"(data) : "memory");
    ACT("umip", "which is the local table: sldt", "sldt %0" : : "r"(0));
    ACT("umip", "which is the task: str", "str %0" : : "r"(0));
    ACT("umip", "what is in %cr0: smsw", "smsw %0" : : "r"(0));
    ACT("fpu", "x87", "fld1");
    ACT("fpu", "x87, its state", "fnstsw %%ax" : : : "rax");
    ACT("fpu", "MMX", "movd %eax, %mm0");
    ACT("fpu", "SSE", "movaps %xmm0, %xmm1");
    ACT("fpu", "SSE2", "movdqa %xmm0, %xmm1");
    ACT("fpu", "all of them: fxsave", "fxsave (%0)" : : "r"(data) : "memory");
    ACT(HARMLESS, "AVX", "vzeroall");
}


// Extensions that the kernel does not turn on: whatever the processor has, users have no such
// instructions.
static void
attack_by_extensions(void) {
    ACT(HARMLESS, "registers of extensions: xgetbv", "xgetbv" : : "c"(0) : "rax", "rdx");
    ACT(HARMLESS, "all registers: xsave", "xsave (%0)" : : "r"(data), "a"(1), "d"(0) : "memory");
    ACT(HARMLESS, "protection keys: rdpkru", "rdpkru" : : "c"(0) : "rax", "rdx");
    ACT(HARMLESS, "protection keys: wrpkru", "wrpkru" : : "a"(0), "c"(0), "d"(0));
    ACT(HARMLESS, "virtual machines: vmcall", "vmcall");
    ACT(HARMLESS, "virtual machines: vmmcall", "vmmcall");
    ACT(HARMLESS, "virtual machines: vmxoff", "vmxoff");
    ACT(HARMLESS, "virtual machines: vmrun", "vmrun %%rax" : : "a"(data));
    ACT(HARMLESS, "virtual machines: vmload", "vmload %%rax" : : "a"(data));
    ACT(HARMLESS, "virtual machines: vmsave", "vmsave %%rax" : : "a"(data) : "memory");
    ACT(HARMLESS, "virtual machines: stgi", "stgi");
    ACT(HARMLESS, "virtual machines: clgi", "clgi");
    ACT(HARMLESS, "virtual machines: skinit", "skinit %%eax" : : "a"(data));
    ACT(HARMLESS, "system management mode: rsm", "rsm");
    ACT(HARMLESS, "safer mode: getsec", "getsec" : : "a"(0) : "rbx");
    ACT(HARMLESS, "translations: invpcid", "invpcid (%0), %1" : : "r"(data), "r"(0L));
}


// Descriptors of the local table. Selectors of it have bit 2 set; LOCAL(n) is that of entry n.

#define LOCAL(n) ((n) << 3 | 7)

// What somebody who leaves a table to users might have left: see no_ldt in tests/kernel/without.c.
enum { LOCAL_GATE = LOCAL(0), LOCAL_CODE_32 = LOCAL(2), LOCAL_DATA = LOCAL(3) };

// LOOK_UP(instruction)
//    Does the instruction, which looks at selector %1, find any entry of the table?
#define LOOK_UP(instruction)                                                                       \
    IN_CHILD(                                                                                      \
        "ldt", "look local descriptors up: ", instruction, bool found = false;                     \
        for (unsigned n = 0; n < 8192; ++n) {                                                      \
            unsigned char success;                                                                 \
            __asm__ volatile(instruction "; setz %0"                                               \
                             : "=q"(success)                                                       \
                             : "r"(LOCAL(n))                                                       \
                             : "rax", "cc");                                                       \
            found |= success;                                                                      \
        } note(found))

// A far pointer in memory, as `ljmp` wants it.
struct __attribute__((packed)) far_pointer {
    uint32_t offset;
    uint16_t selector;
};

// enter_32(code)
//    Goes to code of 32 bits, and comes back. There is some that does nothing, and some that makes
//    a system call, from which it comes back as code of 64 bits.
void enter_32(const struct far_pointer *code);
extern char nothing_32[], syscall_32[];
__asm__("        .section .text.code_32, \"ax\"\n"
        "enter_32:\n"
        "        ljmp *(%rdi)\n"
        "nothing_32:\n"
        "        .code32\n"
        "        ljmp $0x1B, $leave_32\n"
        "        .code64\n"
        "syscall_32:\n"
        "        syscall\n"
        "leave_32:\n"
        "        ret\n"
        "        .previous\n");

static void
attack_by_local_descriptors(void) {
    LOOK_UP("lar %1, %%eax");
    LOOK_UP("lsl %1, %%eax");
    LOOK_UP("verr %w1");
    LOOK_UP("verw %w1");
    ACT("ldt", "a local data segment into %gs", "mov %0, %%gs" : : "r"(LOCAL_DATA));
    ACT("ldt", "a local data segment into %ss", "mov %0, %%ss" : : "r"(LOCAL_DATA));

    ACT("ldt", "into the kernel by a local call gate", "lea 1f(%%rip), %%rcx; lcall *%0; 1:"
        :
        : "m"((struct far_pointer) {0, LOCAL_GATE}), "a"(SYSCALL_GETPID)
        : "rcx", "r11", "memory");
    IN_CHILD("ldt", "code of 32 bits", "",
             enter_32(&(struct far_pointer) {(uint32_t) (uintptr_t) nothing_32, LOCAL_CODE_32});
             note(true));
    IN_CHILD("ldt,cstar", "a system call from code of 32 bits", "",
             enter_32(&(struct far_pointer) {(uint32_t) (uintptr_t) syscall_32, LOCAL_CODE_32});
             note(true));
}

static void
attack_ports(void) {
    static const struct {
        const char *name;
        uint16_t port;
        uint8_t value;
    } ports[] = {
        {"the first port", 0, 0},
        {"master interrupt controller", 0x20, 0x20},
        {"interrupt mask", 0x21, 0xFF},
        {"timer", 0x43, 0x34},
        {"keyboard", 0x60, 0xFF},
        {"reset by the keyboard's controller", 0x64, 0xFE},
        {"real-time clock", 0x70, 0x8F},
        {"delay", 0x80, 0},
        {"A20 gate and reset", 0x92, 0x01},
        {"slave interrupt controller", 0xA0, 0x20},
        {"debug port", 0xE9, '!'},
        {"end of QEMU", 0xF4, 0},
        {"disk", 0x1F7, 0x30},
        {"VGA registers", 0x3D4, 0x0A},
        {"serial line", 0x3F8, '!'},
        {"power", 0x604, 0},
        {"PCI configuration", 0xCF8, 0},
        {"reset", 0xCF9, 0x06},
        {"the last port", 0xFFFF, 0},
    };
    for (size_t i = 0; i < ARRAY_SIZE(ports); ++i) {
        IN_CHILD("ports", "out: ", ports[i].name,
                 __asm__ volatile("outb %%al, %%dx"
                                  :
                                  : "a"(ports[i].value), "d"(ports[i].port));
                 note(true));
        IN_CHILD("ports", "in: ", ports[i].name,
                 __asm__ volatile("inb %%dx, %%al"
                                  :
                                  : "d"(ports[i].port)
                                  : "rax");
                 note(true));
    }
    ACT("ports", "out, 4 bytes: PCI configuration", "outl %%eax, %%dx" : : "a"(0), "d"(0xCF8));
    ACT("ports", "out, a string: serial line", "rep outsb" : : "S"(text), "d"(0x3F8), "c"(3));
    ACT("ports", "in, a string: disk", "rep insw" : : "D"(data), "d"(0x1F0), "c"(3) : "memory");
    ACT("ports", "all input and output by popf, then out", "pushq $0x3002; popfq; outb %al, $0x80");
}


// Exceptions by their causes, and with flags and stacks that are not what the kernel would like

#define CALL_WITH_FLAGS(flags) "pushq $" flags "; popfq; syscall; pushq $2; popfq"

static void
attack_by_exceptions(void) {
    ACT(HARMLESS, "divide error", "divb %b0" : : "r"(0) : "rax");
    ACT(HARMLESS, "divide error: the smallest by -1", "cqto; idivq %1"
        :
        : "a"(INT64_MIN), "r"(-1L)
        : "rdx");
    ACT(HARMLESS, "single step", "pushq $0x102; popfq; nop");
    ACT(HARMLESS, "debug trap: int1", ".byte 0xF1");
    ACT(HARMLESS, "breakpoint", "int3");
    IN_CHILD("dr7", "a breakpoint that was there before", "",
             (void) *(volatile uint64_t *) (TICKS_ADDR + 8);
             note(false));
    ACT(HARMLESS, "%ss loaded, then int3", "mov %0, %%ss; int3" : : "r"(0x23));
    ACT(HARMLESS, "invalid opcode", "ud2");
    ACT(HARMLESS, "an opcode of 15 bytes and more", ".fill 20, 1, 0x66; nop");
    ACT(HARMLESS, "stack at a non-canonical address", "mov %0, %%rsp; push %%rax"
        :
        : "r"(HOLE + 64));
    ACT(HARMLESS, "stack at address 0", "xor %%esp, %%esp; push %%rax" : :);
    ACT("supervisor", "stack in the kernel",
        "mov %%rsp, %%rcx; mov %0, %%rsp; push %%rax; mov %%rcx, %%rsp"
        :
        : "r"((uint64_t) KERNEL_STACK)
        : "rcx", "memory");
    ACT(HARMLESS, "stack in the kernel, then a system call", "mov %0, %%rsp; syscall; ud2"
        :
        : "r"((uint64_t) KERNEL_STACK), "a"(SYSCALL_GETPID)
        : "rcx", "r11");
    ACT(HARMLESS, "stack at a non-canonical address, then a system call",
        "mov %0, %%rsp; syscall; ud2"
        :
        : "r"(HOLE), "a"(SYSCALL_YIELD)
        : "rcx", "r11");
    ACT(HARMLESS, "jump to an address that is not canonical", "jmp *%0" : : "r"(HOLE));

    IN_CHILD("entry-flags", "single step into a system call", "",
             __asm__ volatile(CALL_WITH_FLAGS("0x102")
                              :
                              : "a"(SYSCALL_GETPID)
                              : "rcx", "r11", "memory");
             note(false)); // who survives that has not got anything
    IN_CHILD("entry-flags", "nested task into a system call", "",
             __asm__ volatile(CALL_WITH_FLAGS("0x4002")
                              :
                              : "a"(SYSCALL_GETPID)
                              : "rcx", "r11", "memory");
             note(false));
    // QEMU clears DF at `syscall` even if it is not told to, so here the guard cannot be shown.
    IN_CHILD(HARMLESS, "copy backwards in a system call", "",
             __asm__ volatile(CALL_WITH_FLAGS("0x402")
                              :
                              : "a"(SYSCALL_GETSYSNAME), "D"(data + 64)
                              : "rcx", "r11", "memory");
             note(memcmp(data + 64, "Weensy", 7) != 0));
    IN_CHILD("entry-flags", "copy backwards in an exception", "",
             __asm__ volatile("pushq $0x502; popfq; nop"));
    IN_CHILD(HARMLESS, "%ss loaded, then a single step into a system call", "",
             __asm__ volatile("pushq $0x102; popfq; mov %0, %%ss; syscall; pushq $2; popfq"
                              :
                              : "r"(0x23), "a"(SYSCALL_GETPID)
                              : "rcx", "r11", "memory");
             note(false));
}

// `int n; ret` for each n, 4 bytes each.
__asm__("        .section .text.interrupts, \"ax\"\n"
        "interrupt_instructions:\n"
        "        .set n, 0\n"
        "        .rept 256\n"
        "        .byte 0xCD, n, 0xC3, 0xCC\n"
        "        .set n, n + 1\n"
        "        .endr\n"
        "        .previous\n");
extern const char interrupt_instructions[256][4];

static void
attack_by_interrupts(void) {
    for (int n = 0; n < 256; n += n < 48 ? 1 : 16) { // exceptions, devices, and some of the rest
        char name[8];
        snprintf(name, sizeof(name), "%d", n);
        IN_CHILD(n == 3 || n == 4 ? HARMLESS : "gates", "int ", name,
                 run_at((uintptr_t) interrupt_instructions[n]));
    }
}

#endif
