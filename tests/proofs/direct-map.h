#ifndef WEENSY_DIRECT_MAP_H
#define WEENSY_DIRECT_MAP_H

// direct-map.h: the two conversions of the kernel's direct-map.h, for the proofs. They know the root
// and the pages of kalloc; a pointer to anything else is null, and using it fails the proof.

#include "types.h"

void *pa2kptr(uint64_t pa);
uint64_t kptr2pa(const void *pointer);

#endif
