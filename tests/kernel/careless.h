#ifndef WEENSY_CARELESS_H
#define WEENSY_CARELESS_H

// careless.h: which protections the functions of careless.c leave out; without.c lists them.

#include "kernel-only.h"
#include "types.h"

struct careless {
    bool ring, registers, readonly, checks, bounds, range, numbers, programs, zeroing, private,
        limits, preemption;
};
extern struct careless careless;

// at_any_price(page)
//    `page`; but without limits, if that is NULL, the last page that was not: somebody else has it.
void *at_any_price(void *page);

#endif
