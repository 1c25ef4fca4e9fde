#ifndef WEENSY_LOADER_H
#define WEENSY_LOADER_H

// loader.h: the loader's parts in C. They run on the first page tables, on which each address is
// the physical one.

#include "boot-info.h"

// load_kernel(info)
//    Puts the kernel's segments where they belong and returns the address at which it starts.
uint64_t load_kernel(const boot_info *info);

// refuse(message, details)
//    Says what is wrong with the image or the machine, on the screen and the serial line, and
//    stops.
void refuse(const char *message, const char *details) never_returns;

#endif
