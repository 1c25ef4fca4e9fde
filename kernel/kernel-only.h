#ifndef WEENSY_KERNEL_ONLY_H
#define WEENSY_KERNEL_ONLY_H

// kernel-only.h: included by every header of the kernel, so that a program that includes one, by
// whatever path, does not compile.

#ifndef WEENSY_KERNEL
#error "this header is the kernel's; programs do not include it"
#endif

#endif
