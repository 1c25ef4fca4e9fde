// mkimage.c: makes a disk image in the layout of lib/boot-info.h: the boot code, the command
// string, and the files, each on a page boundary.
//
//   mkimage [-p] -o OUT -b BOOT.BIN -c "COMMAND" NAME=FILE...
//
// The file "kernel" is the kernel. -p: the others are programs, and mkimage checks them, too;
// without -p they can be anything.
//
// mkimage makes the image in memory and checks it while it grows. At the end it replaces OUT in one
// step, or does not touch it at all.

#include "boot-info.h"
#include "executable.h"
#include "host.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define IMAGE_SIZE_MIN (1 << 20) // AHCI firmware does not boot smaller disks
#define IMAGE_SIZE_UNIT (PIECE_SECTORS * SECTORSIZE)

const char *const tool_name = "mkimage";

struct image {
    unsigned char *data; // IMAGE_SIZE_MAX bytes
    size_t size;         // in use
    boot_info *info;     // in `data`
    bool programs;       // all files except the kernel are programs
};

static void read_boot_code(struct image *image, const char *path);
static void set_command(struct image *image, const char *command);
static void add_file(struct image *image, char *name_and_path);
static void require_kernel(const struct image *image);
static void finish(struct image *image);
static void write_image(const struct image *image, const char *path);

static void
usage(void) {
    fail("usage: mkimage [-p] -o OUT -b BOOT.BIN -c \"COMMAND\" NAME=FILE...");
}

int
main(int argc, char *argv[]) {
    const char *out = NULL, *boot_code = NULL, *command = NULL;
    bool programs = false;
    int option;
    while ((option = getopt(argc, argv, "po:b:c:")) != -1) {
        switch (option) {
        case 'p': programs = true; break;
        case 'o': out = optarg; break;
        case 'b': boot_code = optarg; break;
        case 'c': command = optarg; break;
        default: // getopt has said what is wrong
            return 1;
        }
    }
    if (!out || !boot_code || !command) {
        usage();
    }

    struct image image = {
        .data = allocate(IMAGE_SIZE_MAX), .size = FILES_OFFSET, .programs = programs};
    image.info = (boot_info *) (image.data + BOOT_INFO_OFFSET);
    read_boot_code(&image, boot_code);
    set_command(&image, command);
    for (int i = optind; i < argc; ++i) {
        add_file(&image, argv[i]);
    }
    require_kernel(&image);
    finish(&image);
    write_image(&image, out);
    return 0;
}

// A DOS partition table: four entries at the end of the first sector, then the signature that makes
// the sector a boot sector.
struct partition {
    uint8_t active; // 0x80: the one to boot from
    uint8_t first_chs[3];
    uint8_t type;
    uint8_t last_chs[3];
    uint8_t first_lba[4]; // little-endian, as is the next
    uint8_t sectors[4];
};
_Static_assert(sizeof(struct partition) == 16, "struct partition has the size the format gives it");

#define BOOT_SIGNATURE_OFFSET 510
#define PARTITION_TYPE_DATA 0xDA // no file system

static void
read_boot_code(struct image *image, const char *path) {
    size_t size;
    char *code = read_needed_file(path, &size);
    if (size != FILES_OFFSET) {
        fail("%s: %zu bytes, but boot code has %d; " BUILD_ANEW, path, size, FILES_OFFSET);
    } else if (memcmp(code + BOOT_SIGNATURE_OFFSET, "\x55\xAA", 2) != 0) {
        fail("%s: not boot code (no signature 55 AA at byte %d); " BUILD_ANEW, path,
             BOOT_SIGNATURE_OFFSET);
    }
    for (int i = BOOT_SECTOR_CODE_SIZE; i < BOOT_SIGNATURE_OFFSET; ++i) {
        if (code[i] != 0) {
            fail("%s: byte %d is not 0: the boot sector's code reaches into the partition table",
                 path, i);
        }
    }
    memcpy(image->data, code, size);
    free(code);
}

static void
set_command(struct image *image, const char *command) {
    if (strlen(command) >= COMMAND_SIZE) {
        fail("the command string is longer than %d bytes; start fewer programs", COMMAND_SIZE - 1);
    }
    strcpy(image->info->command, command);
}

// check_name(image, name)
//    Fails unless the name is one that sys_spawn accepts, that people can type in a shell, and that
//    no other file has.
static void
check_name(const struct image *image, const char *name) {
    if (name[0] == '\0') {
        fail("a file's name is empty");
    } else if (strlen(name) >= FILE_NAME_SIZE) {
        fail("the name '%s' is longer than %d bytes", name, FILE_NAME_SIZE - 1);
    } else if (strchr(name, '/')) {
        fail("the name '%s' contains '/'", name);
    }
    for (uint32_t i = 0; i < image->info->nfiles; ++i) {
        if (strcmp(image->info->files[i].name, name) == 0) {
            fail("two files have the name '%s'", name);
        }
    }
}

static size_t
rounded_up(size_t size, size_t unit) {
    return (size + unit - 1) / unit * unit;
}

// add_bytes(image, path, data, size)
//    Adds the `size` bytes at `data`, read from `path`, on a page boundary. Returns their offset.
static uint32_t
add_bytes(struct image *image, const char *path, const char *data, size_t size) {
    if (size > IMAGE_SIZE_MAX - image->size) {
        fail("%s: too large, the image would be over %d MiB", path, IMAGE_SIZE_MAX >> 20);
    }
    size_t offset = image->size;
    memcpy(image->data + offset, data, size);
    image->size += rounded_up(size, PAGESIZE);
    return (uint32_t) offset;
}

// add_file(image, name_and_path)
//    Adds a file. `name_and_path` is "NAME=FILE". If FILE.lines exists, it is the file's line
//    table, and goes into the image, too.
static void
add_file(struct image *image, char *name_and_path) {
    char *equals = strchr(name_and_path, '=');
    if (!equals) {
        fail("'%s' is not NAME=FILE", name_and_path);
    }
    *equals = '\0';
    const char *name = name_and_path, *path = equals + 1;
    check_name(image, name);
    if (image->info->nfiles == NFILES) {
        fail("more than %d files; NFILES in lib/boot-info.h sets the limit", NFILES);
    }

    size_t size;
    char *data = read_needed_file(path, &size);
    if (strcmp(name, "kernel") == 0) {
        check_kernel(path, data, size);
    } else if (image->programs) {
        check_program(path, data, size);
    }
    image_file *file = &image->info->files[image->info->nfiles];
    strcpy(file->name, name);
    file->size = (uint32_t) size;
    file->offset = add_bytes(image, path, data, size);
    image->info->nfiles += 1;
    free(data);

    char *lines_path = text("%s.lines", path);
    data = read_file(lines_path, &size);
    file->lines = data ? add_bytes(image, lines_path, data, size) : 0;
    free(data);
    free(lines_path);
}

static void
require_kernel(const struct image *image) {
    for (uint32_t i = 0; i < image->info->nfiles; ++i) {
        if (strcmp(image->info->files[i].name, "kernel") == 0) {
            return;
        }
    }
    fail("no file has the name 'kernel'; give the kernel as kernel=FILE");
}

static void
store_le32(uint8_t bytes[4], uint32_t value) {
    for (int i = 0; i < 4; ++i) {
        bytes[i] = (uint8_t) (value >> 8 * i);
    }
}

// finish(image)
//    Pads the image and fills in what depends on its size, the partition table included. Firmware
//    takes a USB disk without partitions for a floppy, and some firmware boots only from a disk
//    with an active partition. So there is one, from the second sector to the end. Its cylinders,
//    heads and sectors are FE FF FF, which means that only the sector numbers (LBA) count.
static void
finish(struct image *image) {
    image->size = rounded_up(image->size, IMAGE_SIZE_UNIT);
    if (image->size < IMAGE_SIZE_MIN) {
        image->size = IMAGE_SIZE_MIN;
    }
    image->info->magic = BOOT_INFO_MAGIC;
    image->info->image_sectors = (uint32_t) (image->size / SECTORSIZE);

    struct partition partition = {
        .active = 0x80,
        .first_chs = {0xFE, 0xFF, 0xFF},
        .type = PARTITION_TYPE_DATA,
        .last_chs = {0xFE, 0xFF, 0xFF},
    };
    store_le32(partition.first_lba, 1);
    store_le32(partition.sectors, image->info->image_sectors - 1);
    memcpy(image->data + BOOT_SECTOR_CODE_SIZE, &partition, sizeof(partition));
}

static void
write_image(const struct image *image, const char *path) {
    if (is_device(path)) { // a USB stick
        write_needed_file(path, image->data, image->size);
        return;
    }
    char *unfinished = text("%s.%ld", path, (long) getpid());
    if (!write_file(unfinished, image->data, image->size) || rename(unfinished, path) != 0) {
        int error = errno;
        unlink(unfinished);
        fail("%s: %s", path, strerror(error));
    }
    free(unfinished);
}
