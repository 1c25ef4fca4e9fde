#ifndef WEENSY_LOADER_H
#define WEENSY_LOADER_H

// loader.h: the loader's parts in C. They run on the first page tables, which map each address to
// itself.

#include "boot-info.h"

// load_kernel(info)
//    Copies the kernel's segments to their addresses and returns its entry point.
uint64_t load_kernel(const boot_info *info);

// refuse(message, details)
//    Says on the screen and the serial line what is wrong with the image or the machine, and stops.
void refuse(const char *message, const char *details) never_returns;

#endif
