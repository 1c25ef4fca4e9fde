#ifndef WEENSY_DIRECT_MAP_H
#define WEENSY_DIRECT_MAP_H

// direct-map.h: physical memory is mapped, for the kernel alone, at DIRECT_MAP: all of it below 4
// GiB, but page 0. Through that window the kernel reaches any physical address, whichever page
// table is in force. These two functions are the only conversions between the two kinds of address.

#include "kernel-only.h"
#include "types.h"

// A kernel whose page table maps every address to itself defines DIRECT_MAP as 0.
#ifndef DIRECT_MAP
#define DIRECT_MAP 0xFFFF800000000000UL
#endif

// pa2kptr(pa)
//    A pointer to physical address `pa`.
static inline void *
pa2kptr(uint64_t pa) {
    return (void *) (DIRECT_MAP + pa);
}

// kptr2pa(pointer)
//    The physical address of what `pointer` points to. It came from pa2kptr, or points into the
//    kernel's image, which is at its physical addresses too; those have no bit of DIRECT_MAP.
static inline uint64_t
kptr2pa(const void *pointer) {
    return (uint64_t) pointer & ~DIRECT_MAP;
}

#endif
