#ifndef WEENSY_IMAGE_H
#define WEENSY_IMAGE_H

// image.h: the disk image.

#include "line-table.h"
#include "options.h"

struct disk_image {
    char *data;
    size_t size;
};

// read_image(path)
//    Reads and checks an image. Fails with one line if it is damaged, or not an image.
struct disk_image read_image(const char *path) must_check;

// store_image(image, options)
//    Writes the image into the run's directory, with the command string that the options ask for.
//    Fails if the string is too long.
void store_image(const struct disk_image *image, const struct options *options);

// image_command(image)
//    The image's command string.
const char *image_command(const struct disk_image *image) must_check;

// image_place(image, address)
//    The place in the source of the image's kernel that the code at `address` comes from.
code_place image_place(const struct disk_image *image, uint64_t address);

#endif
