#ifndef WEENSY_IMAGE_CHECK_H
#define WEENSY_IMAGE_CHECK_H

// image-check.h: checks that nothing in a disk image leads out of it, and that its texts end. The
// loader checks before it starts the kernel, which trusts the result; the front end, before it
// boots.

#include "boot-info.h"
#include "line-table.h"

// text_ends(text, size)
//    Is there a NUL in the `size` bytes at `text`?
static inline bool
text_ends(const char *text, size_t size) {
    size_t i = 0;
    while (i < size && text[i] != '\0') {
        ++i;
    }
    return i < size;
}

// place_is_in_image(offset, size, image_size)
//    Is this a place for a file: on a page boundary, after the boot code, in the image?
static inline bool
place_is_in_image(size_t offset, size_t size, size_t image_size) {
    return offset % PAGESIZE == 0 && offset >= FILES_OFFSET && offset <= image_size
           && size <= image_size - offset;
}

// line_table_is_whole(table)
//    Are its entries and names inside the bytes that its `size` says?
static inline bool
line_table_is_whole(const line_table *table) {
    bool whole = table->size > sizeof(*table)
                 && table->nentries <= (table->size - sizeof(*table)) / sizeof(line_entry)
                 && ((const char *) table)[table->size - 1] == '\0';
    for (uint32_t i = 0; whole && i < table->nentries; ++i) {
        whole = table->entries[i].function < table->size && table->entries[i].file < table->size;
    }
    return whole;
}

// file_complaint(image, size, file), image_complaint(image, size)
//    What is wrong with a file of the image at `image`, or with the whole image; NULL: nothing. The
//    image has `size` bytes, at least FILES_OFFSET.
static inline const char *
file_complaint(const char *image, size_t size, const image_file *file) {
    if (!text_ends(file->name, FILE_NAME_SIZE)) {
        return "a file's name has no end";
    } else if (!place_is_in_image(file->offset, file->size, size)) {
        return "a file is not inside it";
    } else if (file->lines == 0) {
        return NULL;
    }
    const line_table *table = (const line_table *) (image + file->lines);
    bool inside = place_is_in_image(file->lines, sizeof(*table), size)
                  && place_is_in_image(file->lines, table->size, size);
    return inside && line_table_is_whole(table) ? NULL : "a file's line table is not inside it";
}

static inline const char *
image_complaint(const char *image, size_t size) {
    const boot_info *info = (const boot_info *) (image + BOOT_INFO_OFFSET);
    if (!text_ends(info->command, COMMAND_SIZE)) {
        return "its command string has no end";
    } else if (info->nfiles > NFILES) {
        return "it has too many files";
    }
    const char *complaint = NULL;
    for (uint32_t i = 0; complaint == NULL && i < info->nfiles; ++i) {
        complaint = file_complaint(image, size, &info->files[i]);
    }
    return complaint;
}

#endif
