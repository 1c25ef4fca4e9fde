#ifndef WEENSY_MEMORY_LAYOUT_H
#define WEENSY_MEMORY_LAYOUT_H

// memory-layout.h: where things are in memory. C, assembly and linker scripts all read this file,
// so it holds only plain numbers. The drawing shows the complete kernel's memory; section/kernel.c
// has its own drawing, where memory from PROC_START_ADDR on belongs to the processes.
//
//   physical memory
//   0x000000 +------------------------------+
//            | page 0: mapped nowhere       |
//   0x001000 +------------------------------+
//            | pages for kalloc             |
//   0x040000 +------------------------------+ KERNEL_START_ADDR, and the page of `ticks`
//            | kernel image                 |
//            | pages for kalloc             |
//            | kernel stack                 | (the page below it is not mapped there)
//   0x080000 +------------------------------+ KERNEL_STACK_TOP
//            | pages for kalloc             |
//   0x0A0000 +------------------------------+
//            | devices; console at 0xB8000  |
//   0x100000 +------------------------------+ PROC_START_ADDR
//            | pages for kalloc             |
//            | the kernel's table of pages  |
//   0x200000 +------------------------------+ MEMSIZE_PHYSICAL, and IMAGE_ADDR
//            | a copy of the disk image     |
//            +------------------------------+

#define PAGESIZE 4096

#define KERNEL_START_ADDR 0x40000
#define KERNEL_STACK_TOP 0x80000
#define KERNEL_STACK_BOTTOM (KERNEL_STACK_TOP - 0x4000)

#define TICKS_ADDR KERNEL_START_ADDR // a page that users can read and only the kernel can write
#define CONSOLE_ADDR 0xB8000         // the VGA text buffer, which users can write

#define PROC_START_ADDR 0x100000 // lowest virtual address of a process
#ifndef MEMSIZE_PHYSICAL
#define MEMSIZE_PHYSICAL 0x200000 // kalloc hands out pages below this address
#endif
#ifndef MEMSIZE_VIRTUAL
#define MEMSIZE_VIRTUAL 0x300000 // end of a process's virtual memory
#endif

#define IMAGE_ADDR MEMSIZE_PHYSICAL // physical address of the copy of the disk image

// How often per second the timer interrupts and `ticks` grows.
#define HZ 100

#endif
