#ifndef WEENSY_KERNEL_ONLY_H
#define WEENSY_KERNEL_ONLY_H

// kernel-only.h: keeps programs out. Every header of the kernel includes it, so a program that
// includes one of them, by whatever path, does not compile.

#ifndef WEENSY_KERNEL
#error "this header is the kernel's; programs do not include it"
#endif

#endif
