#ifndef WEENSY_PLACES_H
#define WEENSY_PLACES_H

// places.h: says which function, file and line code comes from.

#include "disk-image.h"
#include "kernel-only.h"

// place_find(program, address)
//    The place that the code at `address` of `program` comes from. `program` may be "kernel"; if it
//    is NULL, the place is unknown.
static inline code_place
place_find(const char *program, uint64_t address) {
    return line_table_find(program != NULL ? disk_image_find(program).lines : NULL, address);
}

#endif
