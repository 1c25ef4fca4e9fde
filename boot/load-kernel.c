// load-kernel.c: finds the kernel in the image's copy and copies its segments to their addresses.

#include "elf-check.h"
#include "image-check.h"
#include "loader.h"
#include "string.h"

static void require_good_image(const boot_info *info);
static const image_file *find_kernel(const boot_info *info);
static void load_segment(const image_file *file, const elf_program_header *ph);

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
    elf_rule broken = elf_check_kernel(start_of(file), file->size);
    if (broken != ELF_RULES_KEPT) {
        refuse("the kernel in this disk image is malformed: ", elf_rule_text(broken));
    }
    const elf_header *eh = (const elf_header *) start_of(file);
    for (unsigned i = 0; i < eh->phnum; ++i) {
        load_segment(file, &elf_segments(eh)[i]);
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

// load_segment(file, ph)
//    On these page tables its virtual addresses are the physical ones.
static void
load_segment(const image_file *file, const elf_program_header *ph) {
    memcpy((char *) ph->va, start_of(file) + ph->offset, ph->filesz);
    memset((char *) ph->va + ph->filesz, 0, ph->memsz - ph->filesz);
}
