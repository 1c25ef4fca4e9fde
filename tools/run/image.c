// image.c: checks the disk image, and makes the run's own copy of it. So the copy can have another
// command string, and `make` can replace the image while a guest runs. It takes a few milliseconds.

#include "image.h"
#include "directory.h"
#include "host.h"
#include "image-check.h"

#include <errno.h>
#include <string.h>

static void check_image(const char *path, const struct disk_image *image);
static const image_file *find_kernel(const struct disk_image *image);
static char *command_string(const struct options *options, const char *command);

struct disk_image
read_image(const char *path) {
    struct disk_image image;
    image.data = read_file(path, &image.size);
    if (!image.data) {
        fail("%s: %s; 'make' builds the images", path, strerror(errno));
    }
    check_image(path, &image);
    return image;
}

static boot_info *
info_of(const struct disk_image *image) {
    return (boot_info *) (image->data + BOOT_INFO_OFFSET);
}

static void
check_image(const char *path, const struct disk_image *image) {
    const boot_info *info = info_of(image);
    const char *complaint = NULL;
    if (image->size < FILES_OFFSET || info->magic != BOOT_INFO_MAGIC) {
        complaint = "not a disk image that mkimage made";
    } else if (image->size != (size_t) info->image_sectors * SECTORSIZE) {
        complaint = "not whole: its size is not what its first part says";
    } else if (image_complaint(image->data, image->size)) {
        complaint = text("damaged: %s", image_complaint(image->data, image->size));
    } else if (!find_kernel(image)) {
        complaint = "damaged: there is no kernel in it";
    }
    if (complaint) {
        fail("%s is %s; remove it, then 'make' builds it anew", path, complaint);
    }
}

// find_kernel(image)
//    The kernel's entry in the directory, or NULL.
static const image_file *
find_kernel(const struct disk_image *image) {
    const boot_info *info = info_of(image);
    for (uint32_t i = 0; i < info->nfiles; ++i) {
        if (strcmp(info->files[i].name, "kernel") == 0) {
            return &info->files[i];
        }
    }
    return NULL;
}

const char *
image_command(const struct disk_image *image) {
    return info_of(image)->command;
}

code_place
image_place(const struct disk_image *image, uint64_t address) {
    uint32_t offset = find_kernel(image)->lines;
    const char *table = offset != 0 ? image->data + offset : NULL;
    return line_table_find((const line_table *) table, address);
}

void
store_image(const struct disk_image *image, const struct options *options) {
    boot_info *info = info_of(image);
    char *command = command_string(options, info->command);
    if (strlen(command) >= COMMAND_SIZE) {
        fail("the command string is longer than %d bytes: %s", COMMAND_SIZE - 1, command);
    }
    memset(info->command, 0, COMMAND_SIZE);
    strcpy(info->command, command);

    write_needed_file(in_directory(DISK_FILE), image->data, image->size);
}

// command_string(options, command)
//    The command string to boot with. `command` is the image's.
static char *
command_string(const struct options *options, const char *command) {
    if (options->replay) { // the recording's image has the right one
        return text("%s", command);
    }
    char *s = text("%s", options->command ? options->command : command);
    for (size_t i = 0; i < options->boot_options.n; ++i) {
        s = text("%s%s%s", s, *s ? " " : "", options->boot_options.argv[i]);
    }
    // The window closes with QEMU, so a panic has to wait for a key.
    if (options->mode == MODE_GRAPHIC && !strstr(s, "hold=")) {
        s = text("%s%shold=1", s, *s ? " " : "");
    }
    return s;
}
