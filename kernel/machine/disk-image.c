// disk-image.c: finds files in the directory of the disk image.

#include "disk-image.h"
#include "direct-map.h"
#include "string.h"

static boot_info *info;

void
disk_image_init(boot_info *given) {
    info = pa2kptr((uint64_t) given); // the loader's pointers are physical addresses
}

boot_info *
disk_image_info(void) {
    return info;
}

file
disk_image_find(const char *name) {
    for (uint32_t i = 0; i < info->nfiles && i < NFILES; ++i) {
        const image_file *f = &info->files[i];
        if (strcmp(f->name, name) == 0) {
            return (file) {f->name, pa2kptr(IMAGE_ADDR + (uint64_t) f->offset), f->size,
                           f->lines != 0 ? pa2kptr(IMAGE_ADDR + (uint64_t) f->lines) : NULL};
        }
    }
    return (file) {.name = NULL};
}
