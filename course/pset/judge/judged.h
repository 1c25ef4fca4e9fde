#ifndef WEENSY_JUDGED_H
#define WEENSY_JUDGED_H

// judged.h: comes before each source file of a kernel that is judged. What the kernel gives to the
// layers below it (kernel.h) becomes weak, so that the judge's functions of these names take its
// place, even for calls from the same file. The judge calls the kernel's own by student_NAME.

#include "kernel.h"

#pragma weak kernel_start
#pragma weak exception
#pragma weak syscall
#pragma weak kalloc
#pragma weak kfree

#endif
