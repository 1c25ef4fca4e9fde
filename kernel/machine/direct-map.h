#ifndef WEENSY_DIRECT_MAP_H
#define WEENSY_DIRECT_MAP_H

// direct-map.h: the direct map. Every page table maps all physical memory below 4 GiB, except page
// 0, at DIRECT_MAP, for the kernel alone. So the kernel reaches any physical address, whichever
// page table is active. Only these two functions convert between physical addresses and pointers.

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
//    The physical address of what `pointer` points to. `pointer` came from pa2kptr, or points into
//    the kernel's image, whose virtual addresses are physical ones and have no bit of DIRECT_MAP.
static inline uint64_t
kptr2pa(const void *pointer) {
    return (uint64_t) pointer & ~DIRECT_MAP;
}

#endif
