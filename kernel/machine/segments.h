#ifndef WEENSY_SEGMENTS_H
#define WEENSY_SEGMENTS_H

// segments.h: the segments that 64-bit mode still needs, and the task-state segment, which tells
// the processor which stack to switch to. Assembly uses the selectors too.

#define SEGMENT_KERNEL_CODE 0x08
#define SEGMENT_KERNEL_DATA 0x10
#define SEGMENT_USER_CODE 0x1B // 0x18, privilege level 3
#define SEGMENT_USER_DATA 0x23 // 0x20, privilege level 3
#define SEGMENT_TASK_STATE 0x28

// Interrupt stacks, for exceptions that may come when the current stack is unusable.
#define IST_DOUBLE_FAULT 1
#define IST_NMI 2
#define IST_MACHINE_CHECK 3
#define IST_DEBUG 4
#define NISTS 4

#ifndef __ASSEMBLER__
#include "kernel-only.h"
#include "x86-64.h"

// The task-state segment (SDM vol. 3A, 7.7).
typedef struct __attribute__((packed, aligned(4))) task_state {
    uint32_t reserved0;
    uint64_t rsp[3]; // [0]: the stack to switch to from user mode
    uint64_t reserved1;
    uint64_t ist[7]; // [n - 1]: interrupt stack n
    uint64_t reserved2;
    uint16_t reserved3;
    uint16_t io_map_base; // after the segment's end: users can access no I/O port
} task_state;

_Static_assert(sizeof(task_state) == 104, "the segment has the size that the manual gives");

extern task_state kernel_task_state;

// segments_init()
//    Loads the descriptor table and the task register. There is no local descriptor table.
void segments_init(void);

// interrupted_registers()
//    The registers last passed to exception_return, where the next trap from user mode saves them.
regstate *interrupted_registers(void);

// on_interrupt_stack(regs)
//    Is `regs` on an interrupt stack, and not where a process's registers belong?
bool on_interrupt_stack(const regstate *regs);
#endif

#endif
