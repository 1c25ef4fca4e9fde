#ifndef WEENSY_DIRECT_MAP_H
#define WEENSY_DIRECT_MAP_H

// direct-map.h: the two conversions of the kernel's direct-map.h, for the simulated memory of host
// tests. An address outside that memory fails the test.

#include "types.h"

void *pa2kptr(uint64_t pa);
uint64_t kptr2pa(const void *pointer);

#endif
