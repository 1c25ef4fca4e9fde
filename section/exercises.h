#ifndef WEENSY_EXERCISES_H
#define WEENSY_EXERCISES_H

// exercises.h: the functions of exercises.c.

#include "x86-64.h"

void a3_map(x86_64_pagetable *pt3);
uint64_t a5_virtual_pages(uint64_t sz);
uint64_t a6_fewest_physical_pages(uint64_t sz);
uint64_t a6_most_physical_pages(uint64_t sz);
uint64_t a7_virtual_pages(uint64_t va, uint64_t sz);
void copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src);
void free_everything(x86_64_pagetable *pt);

#endif
