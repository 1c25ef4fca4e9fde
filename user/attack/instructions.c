// instructions.c: hostile acts by instructions: privileged ones, and those of extensions that the
// kernel does not turn on. Each ends the process, or does nothing.

#include "attack.h"

// PRIVILEGED(name, assembly...)
//    Tries an instruction that every processor refuses at any privilege level except 0.
#define PRIVILEGED(name, ...)                                                                      \
    IN_CHILD("ring", name, "", __asm__ volatile(__VA_ARGS__); note_privileged())

void
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
    ACT(HARMLESS, "a segment that does not exist into %es", "mov %0, %%es" : : "r"(0x78));
    ACT(HARMLESS, "a segment past the end of the table into %fs", "mov %0, %%fs" : : "r"(0xFFF8));
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


// Extensions that the kernel does not turn on: users have no such instructions, even if the
// processor has.
void
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
