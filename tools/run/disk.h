#ifndef WEENSY_DISK_H
#define WEENSY_DISK_H

// disk.h: the kinds of disk that the image can be.

#include "types.h"

struct disk {
    const char *kind;
    const char *machine;    // that has such disks, by QEMU's name
    const char *device;     // the disk itself, by QEMU's name
    const char *controller; // NULL: the machine or the device brings it
    bool goes_back;         // QEMU can go back in a recording with it; otherwise it hangs
};

// find_disk(kind)
//    The disk of that kind, or NULL.
const struct disk *find_disk(const char *kind) must_check;

#endif
