// stage2.S: the second stage, still in 16-bit real mode. It asks the BIOS for the memory map, checks
// the processor, copies the whole disk image to IMAGE_ADDR, and enters 64-bit mode there.

#include "boot-info.h"
#include "boot-offsets.h"

#define SMAP 0x534D4150         // "SMAP"
#define BUFFER 0x10000          // below 1 MiB, where the BIOS reads to
#define PIECE_SIZE (PIECE_SECTORS * SECTORSIZE)

#define EFLAGS_ID 0x200000
#define CPUID_LM 0x20000000     // 64-bit mode, in %edx of leaf 0x80000001
#define CR0_PE_PG 0x80000001
#define CR4_PAE 0x20
#define MSR_EFER 0xC0000080
#define EFER_LME 0x100

        .code16
        .section .stage2, "ax"

        .globl stage2
stage2:
        movw    $0x0003, %ax            // INT 10h: text, 80 columns by 25 rows
        int     $0x10
        call    check_processor
        call    check_size
        call    read_memory_map
        call    check_memory
        call    enable_a20
        call    copy_image
        jmp     enter_long_mode

// check_processor: fails if the processor has no 64-bit mode.
check_processor:
        movw    $no_long_mode, %si
        pushfl                          // CPUID exists if flag ID can be changed
        popl    %eax
        movl    %eax, %ebx
        xorl    $EFLAGS_ID, %eax
        pushl   %eax
        popfl
        pushfl
        popl    %eax
        cmpl    %ebx, %eax
        je      fail
        movl    $0x80000000, %eax       // the highest extended leaf
        cpuid
        cmpl    $0x80000001, %eax
        jb      fail
        movl    $0x80000001, %eax
        cpuid
        testl   $CPUID_LM, %edx
        jz      fail
        ret

// check_size: fails unless the image's size is one that mkimage makes. copy_image copies whole
// pieces, and the loader is in the second one.
check_size:
        movw    $bad_size, %si
        movl    boot_info_low + BOOT_INFO_IMAGE_SECTORS, %eax
        testl   $PIECE_SECTORS - 1, %eax
        jnz     fail
        cmpl    $FILES_OFFSET / SECTORSIZE, %eax
        jb      fail
        cmpl    $IMAGE_SIZE_MAX / SECTORSIZE, %eax
        ja      fail
        ret

// read_memory_map: stores the BIOS's memory map in boot_info.
read_memory_map:
        movw    $boot_info_low + BOOT_INFO_MEMORY, %di
        movl    $0, boot_info_low + BOOT_INFO_NMEMORY
        movl    $0, boot_info_low + BOOT_INFO_NMEMORY + 4
        xorl    %ebx, %ebx              // start with the first range
1:      movl    $1, RANGE_ATTRIBUTES(%di) // valid, if the BIOS stores only 20 bytes
        movl    $0xE820, %eax
        movl    $SMAP, %edx
        movl    $MEMORY_RANGE_SIZE, %ecx
        int     $0x15
        jc      2f
        cmpl    $SMAP, %eax
        jne     2f
        incw    boot_info_low + BOOT_INFO_NMEMORY
        addw    $MEMORY_RANGE_SIZE, %di
        testl   %ebx, %ebx              // 0 after the last range
        jz      2f
        cmpw    $MEMORY_MAP_SIZE, boot_info_low + BOOT_INFO_NMEMORY
        jb      1b
2:      movw    $no_memory_map, %si
        cmpw    $0, boot_info_low + BOOT_INFO_NMEMORY
        je      fail
        ret

// check_memory: fails unless some range of the memory map has room for the image's copy, and for
// what the kernel needs below it.
check_memory:
        movl    boot_info_low + BOOT_INFO_IMAGE_SECTORS, %eax
        imull   $SECTORSIZE, %eax
        addl    $IMAGE_ADDR, %eax       // the copy's end
        movw    $boot_info_low + BOOT_INFO_MEMORY, %di
        movw    boot_info_low + BOOT_INFO_NMEMORY, %cx
1:      cmpl    $MEMORY_USABLE, RANGE_TYPE(%di)
        jne     2f
        cmpl    $0, RANGE_ADDRESS + 4(%di)
        jne     2f
        movl    RANGE_ADDRESS(%di), %ebx
        cmpl    $IMAGE_ADDR - NEEDED_BELOW_IMAGE, %ebx
        ja      2f
        movl    RANGE_BYTES + 4(%di), %edx
        addl    RANGE_BYTES(%di), %ebx
        adcl    $0, %edx
        jnz     3f                      // it ends above 4 GiB
        cmpl    %eax, %ebx
        jae     3f
2:      addw    $MEMORY_RANGE_SIZE, %di
        loop    1b
        movw    $not_enough_memory, %si
        jmp     fail
3:      ret

// enable_a20: unmasks address bit 20, which PCs mask for the sake of programs from 1981.
enable_a20:
        movw    $0x2401, %ax            // INT 15h: enable the gate
        int     $0x15
        inb     $0x92, %al              // and the fast way, in case the BIOS does not know that call
        orb     $2, %al
        andb    $0xFE, %al              // bit 0 would reset the machine
        outb    %al, $0x92
        ret

// copy_image: copies the disk image to IMAGE_ADDR. The first piece is in memory, with the memory map
// in it; the others come from the disk, one by one.
copy_image:
        call    move_piece
        movl    $BUFFER, source_base
        movb    $0x93, source_access    // the byte after the base's 24 bits
        movw    $0, read_packet + 4     // to offset 0
        movw    $BUFFER / 16, read_packet_segment
        movw    $PIECE_SECTORS, read_packet + 2
        movl    $PIECE_SECTORS, read_packet_lba
1:      movl    read_packet_lba, %eax
        cmpl    boot_info_low + BOOT_INFO_IMAGE_SECTORS, %eax
        jae     2f
        call    read_disk
        call    move_piece
        addl    $PIECE_SECTORS, read_packet_lba
        jmp     1b
2:      ret

// move_piece: moves PIECE_SIZE bytes above 1 MiB, to the end of the last piece.
move_piece:
        movw    $move_descriptors, %si
        movw    $PIECE_SIZE / 2, %cx    // words
        movb    $0x87, %ah              // INT 15h: move a block of extended memory
        int     $0x15
        movw    $move_error, %si
        jc      fail
        movl    next_destination, %eax
        addl    $PIECE_SIZE, %eax
        movl    %eax, next_destination
        movw    %ax, destination_base
        shrl    $16, %eax
        movb    %al, destination_base + 2
        movb    %ah, destination_base + 5
        ret

// enter_long_mode: sets page tables and EFER.LME, then turns on protection and paging at once (SDM
// vol. 3A, 9.8.5).
enter_long_mode:
        cli
        lgdtl   loader_gdt_descriptor_low
        movl    %cr4, %eax
        orl     $CR4_PAE, %eax
        movl    %eax, %cr4
        movl    $boot_page_tables, %eax
        movl    %eax, %cr3
        movl    $MSR_EFER, %ecx
        rdmsr
        orl     $EFER_LME, %eax
        wrmsr
        movl    %cr0, %eax
        orl     $CR0_PE_PG, %eax
        movl    %eax, %cr0
        ljmpl   $0x08, $loader_start

no_long_mode:
        .asciz  "this processor has no 64-bit mode\r\n"
bad_size:
        .asciz  "this disk image is malformed: its size cannot be\r\n"
not_enough_memory:
        .asciz  "not enough memory for this disk image\r\n"
no_memory_map:
        .asciz  "the BIOS has no memory map\r\n"
move_error:
        .asciz  "the BIOS cannot write above 1 MiB\r\n"

// The segment descriptors for INT 15h, 87h: the third is the source, the fourth the destination.
// The BIOS fills in the others.
        .balign 8
move_descriptors:
        .quad   0, 0
        .word   0xFFFF
source_base:
        .word   boot_start, 0x9300      // a writable data segment; base bits 16-23 are 0
source_access = source_base + 3
        .word   0
        .word   0xFFFF
destination_base:
        .word   IMAGE_ADDR & 0xFFFF
        .byte   (IMAGE_ADDR >> 16) & 0xFF, 0x93, 0, IMAGE_ADDR >> 24
        .quad   0, 0
next_destination:
        .long   IMAGE_ADDR

loader_gdt_descriptor_low:
        .word   loader_gdt_limit
        .long   loader_gdt
