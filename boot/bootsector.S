// bootsector.S: the first sector of the disk. The BIOS loads it to 0x7C00 and jumps there, in 16-bit
// real mode, with the drive's number in %dl. It reads the rest of the image's first piece to the
// memory after itself and continues in stage2.S. Its code must leave room for the partition table
// at byte 446.

#include "boot-info.h"
#include "exit-codes.h"

#define COM1 0x3F8             // data register of the first serial port
#define COM1_STATUS (COM1 + 5) // bit 5: ready for the next character

        .code16
        .section .bootsector, "ax"

        .globl boot_start
boot_start:
        cli
        xorw    %ax, %ax                // all segments at 0
        movw    %ax, %ds
        movw    %ax, %es
        movw    %ax, %ss
        movw    $boot_start, %sp        // stack below this code
        sti
        cld
        ljmp    $0, $1f                 // some BIOSes jump to 0x7C0:0
1:      movb    %dl, drive

        movb    $0x41, %ah              // does the BIOS know extended reads?
        movw    $0x55AA, %bx
        int     $0x13
        movw    $no_extensions, %si
        jc      fail
        cmpw    $0xAA55, %bx
        jne     fail

        call    read_disk               // read_packet asks for the image's first piece
        jmp     stage2

// read_disk: reads what read_packet asks for, or fails. Changes %ax, %dl, %si.
        .globl read_disk
read_disk:
        movw    $read_packet, %si
        movb    $0x42, %ah              // INT 13h, extended read
        movb    drive, %dl
        int     $0x13
        movw    $read_error, %si
        jc      fail
        ret

// fail: prints "Weensy: " and the string at %si on the screen and the serial line, and stops.
        .globl fail
fail:
        pushw   %si
        movw    $prefix, %si
        call    print
        popw    %si
        call    print
        movb    $EXIT_BOOT_FAILED, %al
        outb    %al, $DEBUG_EXIT_PORT
2:      cli
        hlt
        jmp     2b

// print: prints the string at %si.
print:
        lodsb
        testb   %al, %al
        jz      4f
        movw    $COM1, %dx
        outb    %al, %dx
        movb    $0x0E, %ah              // INT 10h, print a character
        movw    $0x0007, %bx
        int     $0x10
        movw    $COM1_STATUS, %dx
        xorw    %cx, %cx                // without a serial port, stop after 65,536 tries
3:      inb     %dx, %al
        testb   $0x20, %al
        loopz   3b
        jmp     print
4:      ret

prefix: .asciz  "Weensy: "
no_extensions:
        .asciz  "the BIOS cannot read this disk by sector number\r\n"
read_error:
        .asciz  "disk read error\r\n"

drive:  .byte   0

// The packet of an extended read (BIOS Enhanced Disk Drive Specification).
        .balign 4
        .globl read_packet, read_packet_segment, read_packet_lba
read_packet:
        .byte   16, 0                                   // its size
        .word   PIECE_SECTORS - 1                       // sectors to read
        .word   stage2                                  // to offset,
read_packet_segment:
        .word   0                                       // segment
read_packet_lba:
        .quad   1                                       // from sector

        .globl boot_sector_code_end
boot_sector_code_end:
