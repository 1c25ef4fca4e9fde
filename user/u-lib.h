#ifndef WEENSY_U_LIB_H
#define WEENSY_U_LIB_H

// u-lib.h: what a program can use. A program starts at process_main, and ends with sys_exit. No
// function has called process_main, so if it returns, the process faults.
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

// The number of timer interrupts since the kernel started, HZ a second. Programs can only read it.
extern const volatile uint64_t ticks;

// `end` is the first address after the program's data, `stack_page` the one page of the stack.
// Between the two is the heap, where sys_page_alloc can map pages.
extern char end[], stack_page[];

// heap_grow()
//    Adds a zeroed page to the end of the heap, which is empty at first. Returns the page; NULL if
//    memory is full or the heap has reached the stack.
char *heap_grow(void);

// wait_ticks(n)
//    Lets other processes run until `n` more ticks have passed.
void wait_ticks(unsigned n);

#endif
