// verify-image.c: what loader and kernel believe of the disk image. Whoever wrote it, or whatever
// has happened to the disk since, is told here, and not by a fault later.

#include "line-table.h"
#include "loader.h"

static void check_file(const image_file *file, size_t image_size);
static void check_lines(const image_file *file, size_t image_size);

// require(condition, message)
static void
require(bool condition, const char *message) {
    if (!condition) {
        refuse(message);
    }
}

// has_end(text, size)
//    Is there a NUL in its `size` bytes?
static bool
has_end(const char *text, size_t size) {
    size_t i = 0;
    while (i < size && text[i] != '\0') {
        ++i;
    }
    return i < size;
}

void
verify_image(const boot_info *info) {
    const uint64_t size = (uint64_t) info->image_sectors * SECTORSIZE;
    require(info->magic == BOOT_INFO_MAGIC, "this is no disk image of ours");
    require(size >= FILES_OFFSET && size <= IMAGE_SIZE_MAX,
            "this disk image is malformed: its size cannot be");
    require(memory_is_usable(info, IMAGE_ADDR - NEEDED_BELOW_IMAGE, IMAGE_ADDR + size),
            "not enough memory for this disk image");
    require(has_end(info->command, COMMAND_SIZE),
            "this disk image is malformed: its command string has no end");
    require(info->nfiles <= NFILES, "this disk image is malformed: it has too many files");
    for (uint32_t i = 0; i < info->nfiles; ++i) {
        check_file(&info->files[i], size);
    }
}

// is_in_image(offset, size, image_size)
//    Is this the place of a file: on a page boundary, behind the boot code, in the image?
static bool
is_in_image(size_t offset, size_t size, size_t image_size) {
    return offset % PAGESIZE == 0 && offset >= FILES_OFFSET && offset <= image_size
           && size <= image_size - offset;
}

static void
check_file(const image_file *file, size_t image_size) {
    require(has_end(file->name, FILE_NAME_SIZE),
            "this disk image is malformed: a file's name has no end");
    require(is_in_image(file->offset, file->size, image_size),
            "this disk image is malformed: a file is not inside it");
    if (file->lines != 0) {
        check_lines(file, image_size);
    }
}

// check_lines(file, image_size)
//    The file's line table, with the names that it refers to.
static void
check_lines(const image_file *file, size_t image_size) {
    const line_table *table = (const line_table *) ((const char *) IMAGE_ADDR + file->lines);
    bool valid = is_in_image(file->lines, sizeof(*table), image_size)
                 && is_in_image(file->lines, table->size, image_size)
                 && table->size > sizeof(*table)
                 && table->nentries <= (table->size - sizeof(*table)) / sizeof(line_entry)
                 && ((const char *) table)[table->size - 1] == '\0';
    for (uint32_t i = 0; valid && i < table->nentries; ++i) {
        valid = table->entries[i].function < table->size && table->entries[i].file < table->size;
    }
    require(valid, "this disk image is malformed: a file's line table is not inside it");
}
