// load-kernel.c: finds the kernel in the image's copy and copies its segments to their addresses.

#include "elf.h"
#include "image-check.h"
#include "loader.h"
#include "string.h"

static void require_good_image(const boot_info *info);
static const image_file *find_kernel(const boot_info *info);
static void load_segment(const image_file *file, const elf_program_header *ph);
static bool contains(const elf_program_header *ph, uint64_t entry);

// start_of(file)
//    The file's bytes in the image's copy.
static const char *
start_of(const image_file *file) {
    return (const char *) IMAGE_ADDR + file->offset;
}

uint64_t
load_kernel(const boot_info *info) {
    require_good_image(info);
    const image_file *file = find_kernel(info);
    const elf_header *eh = (const elf_header *) start_of(file);
    if (!elf_header_is_valid(eh, file->size)) {
        refuse("the kernel in this disk image is malformed", "");
    }
    const elf_program_header *ph = (const elf_program_header *) (start_of(file) + eh->phoff);
    bool entry_is_valid = false;
    for (int i = 0; i < eh->phnum; ++i) {
        if (ph[i].type == ELF_SEGMENT_LOAD) {
            load_segment(file, &ph[i]);
            entry_is_valid |= contains(&ph[i], eh->entry);
        }
    }
    if (!entry_is_valid) {
        refuse("the kernel in this disk image starts outside its code", "");
    }
    return eh->entry;
}

// require_good_image(info)
//    The first two stages have checked size and memory, too, but shortcut.S comes here without
//    them.
static void
require_good_image(const boot_info *info) {
    const uint64_t size = (uint64_t) info->image_sectors * SECTORSIZE;
    if (info->magic != BOOT_INFO_MAGIC) {
        refuse("this is no disk image of ours", "");
    } else if (size < FILES_OFFSET || size > IMAGE_SIZE_MAX) {
        refuse("this disk image is malformed: its size cannot be", "");
    } else if (!memory_is_usable(info, IMAGE_ADDR - NEEDED_BELOW_IMAGE, IMAGE_ADDR + size)) {
        refuse("not enough memory for this disk image", "");
    }
    const char *complaint = image_complaint((const char *) IMAGE_ADDR, size);
    if (complaint != NULL) {
        refuse("this disk image is malformed: ", complaint);
    }
}

static const image_file *
find_kernel(const boot_info *info) {
    for (uint32_t i = 0; i < info->nfiles; ++i) {
        if (strcmp(info->files[i].name, "kernel") == 0) {
            return &info->files[i];
        }
    }
    refuse("no kernel in this disk image", "");
}

static void
load_segment(const image_file *file, const elf_program_header *ph) {
    if (ph->pa < KERNEL_START_ADDR || ph->pa > KERNEL_STACK_BOTTOM
        || ph->memsz > KERNEL_STACK_BOTTOM - ph->pa) {
        refuse("the kernel in this disk image does not fit its place", "");
    } else if (ph->filesz > ph->memsz || ph->offset > file->size
               || ph->filesz > file->size - ph->offset) {
        refuse("the kernel in this disk image is cut off", "");
    }
    memcpy((char *) ph->pa, start_of(file) + ph->offset, ph->filesz);
    memset((char *) ph->pa + ph->filesz, 0, ph->memsz - ph->filesz);
}

// contains(ph, entry)
//    Does the segment have code at address `entry`?
static bool
contains(const elf_program_header *ph, uint64_t entry) {
    return (ph->flags & ELF_SEGMENT_EXECUTABLE) && entry >= ph->pa && entry - ph->pa < ph->filesz;
}
