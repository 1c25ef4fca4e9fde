#ifndef WEENSY_CARELESS_H
#define WEENSY_CARELESS_H

// careless.h: the protections that the functions of careless.c leave out; without.c lists them.

#include "kernel-only.h"
#include "types.h"

struct careless {
    bool ring, registers, readonly, checks, bounds, range, numbers, programs, zeroing, private,
        limits, preemption;
};
extern struct careless careless;

// at_any_price(page)
//    `page`; but if limits are off and that is NULL, the last page that was not, which is in use.
void *at_any_price(void *page);

#endif
