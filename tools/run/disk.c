// disk.c: the kinds of disk. A virtio disk moves data by itself; from an IDE disk the processor
// reads it word by word.

#include "disk.h"

#include <string.h>

static const struct disk disks[] = {
    {"ide", "pc", "ide-hd", NULL, true},
    {"ahci", "q35", "ide-hd", NULL, true},
    {"virtio", "pc", "virtio-blk-pci", NULL, true},
    {"nvme", "pc", "nvme,serial=weensy", NULL, false},
    {"usb", "pc", "usb-storage", "qemu-xhci", false},
};

const struct disk *
find_disk(const char *kind) {
    for (unsigned i = 0; i < ARRAY_SIZE(disks); ++i) {
        if (strcmp(disks[i].kind, kind) == 0) {
            return &disks[i];
        }
    }
    return NULL;
}
