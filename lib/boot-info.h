#ifndef WEENSY_BOOT_INFO_H
#define WEENSY_BOOT_INFO_H

// boot-info.h: the disk image. The boot code copies the whole image unchanged to IMAGE_ADDR. The
// offsets below are in bytes from its start, on the disk and in that copy.
//
//   0x0000  boot sector, with the partition table at 446
//   0x0200  second stage (16-bit code)
//   0x1000  struct boot_info: command string, memory map, directory of files
//   0x4000  first page tables, and the loader (64-bit code)
//   0xD000  files, each on a page boundary: "kernel", and the programs by their names; after each
//           its line table
//
// The image tool (tools/image/) writes boot_info. The second stage adds the memory map, and the
// loader its own address. The kernel finds it all in memory, and can restart from it.

#include "memory-layout.h"

#define SECTORSIZE 512
#define BOOT_SECTOR_CODE_SIZE 446 // before the partition table
#define STAGE2_OFFSET 0x200
#define BOOT_INFO_OFFSET 0x1000
#define LOADER_OFFSET 0x4000
#define FILES_OFFSET 0xD000

#define IMAGE_SIZE_MAX (16 << 20) // bytes: with IMAGE_ADDR at 2 MiB, it fits a machine with 32 MiB

// What the kernel needs right below IMAGE_ADDR: its table of pages, 16 bytes each, and one page.
#define NEEDED_BELOW_IMAGE (IMAGE_ADDR / 256 + PAGESIZE)

// The BIOS reads the image in pieces of this many sectors. The boot sector reads the first piece,
// which holds the second stage and boot_info; the second stage reads the others.
#define PIECE_SECTORS 64

#define BOOT_INFO_MAGIC 0x79736E65657741B0 // "\260Aweensy"
#define COMMAND_SIZE 256                   // bytes of the command string, NUL included
#define FILE_NAME_SIZE 64                  // bytes of a file's name, NUL included
#define NFILES 140
#define MEMORY_MAP_SIZE 24
#define MEMORY_USABLE 1 // a range's type; we leave all others alone

// The place of boot/shortcut.S, a firmware for QEMU that goes straight to the image's loader.
#define SHORTCUT_ADDR 0xF0000
#define SHORTCUT_SIZE 0x10000

#ifndef __ASSEMBLER__
#include "types.h"

// A range of the BIOS's memory map (ACPI specification, "INT 15H, E820H").
typedef struct memory_range {
    uint64_t address;
    uint64_t size;
    uint32_t type;
    uint32_t attributes;
} memory_range;


typedef struct image_file {
    char name[FILE_NAME_SIZE];
    uint32_t offset; // bytes from the start of the image, a multiple of PAGESIZE
    uint32_t size;   // bytes
    uint32_t lines;  // offset of an executable's line table (line-table.h); 0: none
} image_file;

typedef struct boot_info {
    uint64_t magic;
    uint32_t image_sectors;
    uint32_t nfiles;
    char command[COMMAND_SIZE]; // programs to start, and options name=value, separated by spaces
    uint64_t nmemory;           // entries of `memory` in use
    memory_range memory[MEMORY_MAP_SIZE];
    uint64_t loader;      // physical address of the code that loads the kernel again
    uint64_t page_tables; // physical address of the page tables that the loader runs on
    image_file files[NFILES];
} boot_info;

// memory_is_usable(info, start, end)
//    Is all of [start, end) usable memory, in one range of the memory map? start <= end.
static inline bool
memory_is_usable(const boot_info *info, uint64_t start, uint64_t end) {
    for (uint64_t i = 0; i < info->nmemory; ++i) {
        const memory_range *range = &info->memory[i];
        if (range->type == MEMORY_USABLE && start >= range->address
            && end - range->address <= range->size) {
            return true;
        }
    }
    return false;
}

_Static_assert(sizeof(boot_info) <= LOADER_OFFSET - BOOT_INFO_OFFSET, "boot_info fits its place");
_Static_assert(sizeof(memory_range) == 24, "memory_range is as the BIOS stores it");
#endif

#endif
