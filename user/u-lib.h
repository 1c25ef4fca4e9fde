#ifndef WEENSY_U_LIB_H
#define WEENSY_U_LIB_H

// u-lib.h: what a program can use. It starts at process_main, which nobody has called: it ends by
// sys_exit, and faults if it returns.
//
//     #include "u-lib.h"
//
//     void
//     process_main(void) {
//         console_printf("Hello, I am process %d!\n", sys_getpid());
//         sys_exit();
//     }

#include "assert.h"
#include "console.h"
#include "errors.h"
#include "math.h"
#include "memory-layout.h"
#include "printf.h"
#include "random.h"
#include "string.h"
#include "syscalls.h"
#include "types.h"
#include "u-syscall.h"

void process_main(void);

// The number of timer interrupts since the kernel started, HZ a second. A page that the kernel
// writes and programs can only read.
extern const volatile uint64_t ticks;

// The first address behind the program's data. Memory from there to the stack is free for
// sys_page_alloc: the heap. The stack is one page.
extern char end[], stack_page[];

// heap_grow()
//    Adds a zeroed page to the end of the heap, which is empty at first. Returns it; NULL if memory
//    is full or the heap has reached the stack.
char *heap_grow(void);

// wait_ticks(n)
//    Lets others run until `n` more ticks have passed.
void wait_ticks(unsigned n);

#endif
