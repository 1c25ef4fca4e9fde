#ifndef WEENSY_DISK_IMAGE_H
#define WEENSY_DISK_IMAGE_H

// disk-image.h: the copy of the disk image in memory, and the files in it: the kernel and the
// programs.

#include "kernel-only.h"
#include "boot-info.h"
#include "line-table.h"

// A file. Its data starts on a page boundary; zeros follow it up to the next page boundary.
typedef struct file {
    const char *name; // NULL: no such file
    const char *data;
    size_t size;
    const line_table *lines; // which source lines its code comes from; NULL: not known
} file;

// disk_image_init(info)
//    Remembers where the loader has put things.
void disk_image_init(boot_info *info);

// disk_image_info()
//    What the loader has handed over.
boot_info *disk_image_info(void);

// disk_image_find(name)
//    The file of that name.
file disk_image_find(const char *name);

#endif
