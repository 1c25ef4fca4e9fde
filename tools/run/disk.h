#ifndef WEENSY_DISK_H
#define WEENSY_DISK_H

// disk.h: the kinds of disk that the image can be.

#include "types.h"

struct disk {
    const char *kind;
    const char *machine;    // QEMU's name for a machine with such disks
    const char *device;     // QEMU's name for the disk itself
    const char *controller; // NULL: the machine or the device includes one
    bool goes_back;         // QEMU can go back in a recording with it; with others it hangs
};

// find_disk(kind)
//    The disk of that kind, or NULL.
const struct disk *find_disk(const char *kind) must_check;

#endif
