// loader.S: the first 64-bit code. It runs in the image's copy above IMAGE_ADDR, which nothing ever
// overwrites, so the kernel can come back to it to load itself again.

#include "boot-info.h"
#include "boot-offsets.h"

// The first page tables are data. They map 4 GiB of physical memory, in pages of 2 MiB, at address 0
// and again at the start of the high half, where the kernel has its direct map.
#define TABLE_ENTRY 0x3 // present, writable
#define LARGE_PAGE 0x83 // the same, and a page of 2 MiB

        .section .loader.tables, "aw"
        .balign PAGESIZE
        .globl boot_page_tables
boot_page_tables:
        .quad   level3 + TABLE_ENTRY    // [0]
        .fill   255, 8, 0
        .quad   level3 + TABLE_ENTRY    // [256]
        .fill   255, 8, 0
level3: .quad   level2 + TABLE_ENTRY
        .quad   level2 + PAGESIZE + TABLE_ENTRY
        .quad   level2 + 2 * PAGESIZE + TABLE_ENTRY
        .quad   level2 + 3 * PAGESIZE + TABLE_ENTRY
        .fill   508, 8, 0
level2:
        .set    address, 0
        .rept   4 * 512
        .quad   address + LARGE_PAGE
        .set    address, address + 0x200000
        .endr

// loader_start: loads the kernel and jumps to it, with the address of boot_info in %rdi. Interrupts
// are off.
        .code64
        .section .loader, "ax"
        .globl loader_start
loader_start:
        lgdt    loader_gdt_descriptor
        movl    $0x10, %eax
        movl    %eax, %ds
        movl    %eax, %es
        movl    %eax, %ss
        movl    $0x7C00, %esp           // nothing uses low memory while a kernel is being loaded
        xorl    %ebp, %ebp
        movq    $loader_start, boot_info_high + BOOT_INFO_LOADER
        movq    $boot_page_tables, boot_info_high + BOOT_INFO_PAGE_TABLES
        movl    $boot_info_high, %edi
        call    load_kernel
        movl    $boot_info_high, %edi
        jmp     *%rax

        .balign 8
        .globl loader_gdt, loader_gdt_limit
loader_gdt:
        .quad   0
        .quad   0x00209A0000000000      // 0x08: 64-bit code
        .quad   0x0000920000000000      // 0x10: data
        .set    loader_gdt_limit, . - loader_gdt - 1

loader_gdt_descriptor:
        .word   loader_gdt_limit
        .quad   loader_gdt
