// load-kernel.c: finds the kernel in the image's copy and puts its segments where they belong.

#include "boot-info.h"
#include "elf.h"
#include "exit-codes.h"
#include "string.h"

static const image_file *find_kernel(const boot_info *info);
static void load_segment(const char *image, const elf_program_header *ph);
static void fail(const char *message) never_returns;

// load_kernel(info)
//    Loads the kernel and returns the address at which it starts. Runs on the first page tables.
uint64_t
load_kernel(const boot_info *info) {
    const image_file *file = find_kernel(info);
    const uint64_t image_end = IMAGE_ADDR + (uint64_t) info->image_sectors * SECTORSIZE;
    const uint64_t below = IMAGE_ADDR / 256; // the kernel's table of pages: 16 bytes for each
    if (!memory_is_usable(info, IMAGE_ADDR - below - PAGESIZE, image_end)) {
        fail("not enough memory for this disk image");
    }
    if (info->magic != BOOT_INFO_MAGIC || file == NULL) {
        fail("no kernel in this disk image");
    }
    const char *image = (const char *) IMAGE_ADDR + file->offset;
    const elf_header *eh = (const elf_header *) image;
    if (!elf_header_is_valid(eh, file->size)) {
        fail("the kernel in this disk image is malformed");
    }
    const elf_program_header *ph = (const elf_program_header *) (image + eh->phoff);
    for (int i = 0; i < eh->phnum; ++i) {
        if (ph[i].type == ELF_SEGMENT_LOAD) {
            load_segment(image, &ph[i]);
        }
    }
    return eh->entry;
}

static const image_file *
find_kernel(const boot_info *info) {
    for (uint32_t i = 0; i < info->nfiles && i < NFILES; ++i) {
        if (strcmp(info->files[i].name, "kernel") == 0) {
            return &info->files[i];
        }
    }
    return NULL;
}

static void
load_segment(const char *image, const elf_program_header *ph) {
    if (ph->pa < KERNEL_START_ADDR || ph->pa + ph->memsz > KERNEL_STACK_BOTTOM) {
        fail("the kernel in this disk image does not fit its place");
    }
    memcpy((char *) ph->pa, image + ph->offset, ph->filesz);
    memset((char *) ph->pa + ph->filesz, 0, ph->memsz - ph->filesz);
}


static inline void
outb(uint16_t port, uint8_t byte) {
    __asm__ volatile("outb %0, %1" : : "a"(byte), "Nd"(port));
}

// fail(message)
//    Says what is wrong, on the screen and the serial line, and stops.
static void
fail(const char *message) {
    enum { COM1 = 0x3F8 };
    volatile uint16_t *cell = (volatile uint16_t *) CONSOLE_ADDR;
    const char *parts[] = {"Weensy: ", message, "\r\n"};
    for (size_t i = 0; i < ARRAY_SIZE(parts); ++i) {
        for (const char *c = parts[i]; *c != '\0'; ++c) {
            *cell++ = 0x0700 | (*c < ' ' ? ' ' : *c);
            outb(COM1, *c);
        }
    }
    outb(DEBUG_EXIT_PORT, EXIT_BOOT_FAILED);
    for (;;) {
        __asm__ volatile("cli; hlt");
    }
}
