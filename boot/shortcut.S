// shortcut.S: a firmware of a few dozen instructions, for runs without a window. QEMU has already
// put the whole disk image at IMAGE_ADDR. This code leaves the machine as the BIOS and the first two
// stages would, with a memory map, text in video memory and 64-bit mode, and starts the loader. It
// knows only QEMU's PC, and sets up nothing that draws the screen.

#include "boot-info.h"
#include "boot-offsets.h"

#define CR0_PE_PG 0x80000001
#define CR4_PAE 0x20
#define MSR_EFER 0xC0000080
#define EFER_LME 0x100
#define BOOT_PAGE_TABLES (IMAGE_ADDR + LOADER_OFFSET) // loader.S puts them first

#define LOW_MEMORY_END 0x9FC00
#define HIGH_MEMORY_START 0x100000
#define CMOS_INDEX 0x70         // and the data one port above
#define CMOS_64K_ABOVE_16M 0x34 // two bytes: QEMU's memory above 16 MiB, in units of 64 KiB

// The local APIC (SDM vol. 3A, 11.4.1, 11.5.1, 11.9)
#define APIC_ADDR 0xFEE00000
#define APIC_SPURIOUS_VECTOR 0xF0
#define APIC_ENABLED 0x100
#define APIC_LINT0 0x350
#define APIC_EXTINT 0x8700      // the vector comes from the 8259A; level-triggered
#define APIC_LINT1 0x360
#define APIC_NMI 0x400

        .section .shortcut, "ax"

        .code16
shortcut_start:
        lgdtl   %cs:shortcut_gdt_descriptor - SHORTCUT_ADDR
        movl    $CR4_PAE, %eax
        movl    %eax, %cr4
        movl    $BOOT_PAGE_TABLES, %eax
        movl    %eax, %cr3
        movl    $MSR_EFER, %ecx
        rdmsr
        orl     $EFER_LME, %eax
        wrmsr
        movl    %cr0, %eax
        orl     $CR0_PE_PG, %eax
        movl    %eax, %cr0
        ljmpl   $0x08, $1f

        .code64
1:      movl    $video_registers, %esi  // text at CONSOLE_ADDR, alternating between two planes
        cld
2:      movzwl  (%rsi), %edx            // port; 0 after the last
        movw    2(%rsi), %ax            // register's number, and its value
        addl    $4, %esi
        testl   %edx, %edx
        jz      3f
        outw    %ax, %dx
        jmp     2b

3:      movl    $APIC_ADDR, %esi        // the local APIC passes timer interrupts on unchanged
        orl     $APIC_ENABLED, APIC_SPURIOUS_VECTOR(%rsi)
        movl    $APIC_EXTINT, APIC_LINT0(%rsi)
        movl    $APIC_NMI, APIC_LINT1(%rsi) // a watchdog's, say

        movl    $IMAGE_ADDR + BOOT_INFO_OFFSET, %edi
        movl    $2, BOOT_INFO_NMEMORY(%rdi)
        addl    $BOOT_INFO_MEMORY, %edi
        movl    $LOW_MEMORY_END, 8(%rdi)
        movl    $MEMORY_USABLE, 16(%rdi)
        movb    $CMOS_64K_ABOVE_16M + 1, %al
        outb    %al, $CMOS_INDEX
        inb     $CMOS_INDEX + 1, %al
        movb    %al, %bh
        movb    $CMOS_64K_ABOVE_16M, %al
        outb    %al, $CMOS_INDEX
        inb     $CMOS_INDEX + 1, %al
        movb    %al, %bl
        movzwl  %bx, %ebx
        shll    $16, %ebx
        addl    $(16 << 20) - HIGH_MEMORY_START, %ebx
        movl    $HIGH_MEMORY_START, MEMORY_RANGE_SIZE(%rdi)
        movl    %ebx, MEMORY_RANGE_SIZE + 8(%rdi)
        movl    $MEMORY_USABLE, MEMORY_RANGE_SIZE + 16(%rdi)
        movl    $loader_start, %eax
        jmp     *%rax

video_registers:
        .word   0x3C4, 0x0302           // sequencer: writes go to planes 0 and 1
        .word   0x3C4, 0x0204           // more than 64 KiB; odd addresses are plane 1's
        .word   0x3CE, 0x1005           // graphics controller: odd and even addresses
        .word   0x3CE, 0x0E06           // 32 KiB at 0xB8000, text
        .word   0x3CE, 0xFF08           // writes change all bits
        .word   0, 0

        .balign 8
shortcut_gdt:
        .quad   0
        .quad   0x00209A0000000000      // 0x08: 64-bit code
shortcut_gdt_descriptor:
        .word   . - shortcut_gdt - 1
        .long   shortcut_gdt

        .section .reset, "ax"           // the processor's first instruction
        .code16
        ljmp    $SHORTCUT_ADDR >> 4, $shortcut_start - SHORTCUT_ADDR
