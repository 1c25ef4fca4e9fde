#ifndef WEENSY_SEGMENTS_H
#define WEENSY_SEGMENTS_H

// segments.h: the segments that 64-bit mode still wants, and the task-state segment, which tells
// the processor which stack to switch to. Assembly reads the selectors too.

#define SEGMENT_KERNEL_CODE 0x08
#define SEGMENT_KERNEL_DATA 0x10
#define SEGMENT_USER_CODE 0x1B // 0x18, privilege level 3
#define SEGMENT_USER_DATA 0x23 // 0x20, privilege level 3
#define SEGMENT_TASK_STATE 0x28

// Stacks that some exceptions switch to, whatever the stack was before.
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
    uint64_t rsp[3]; // [0]: the stack for interrupts of user mode
    uint64_t reserved1;
    uint64_t ist[7]; // [n - 1]: interrupt stack n
    uint64_t reserved2;
    uint16_t reserved3;
    uint16_t io_map_base; // beyond the segment: users have no I/O ports
} task_state;

_Static_assert(sizeof(task_state) == 104, "the task-state segment has the size of the manual");

extern task_state kernel_task_state;

// segments_init()
//    Loads the descriptor table and the task register. There is no local descriptor table.
void segments_init(void);

// interrupted_registers()
//    Where the registers of the process that exception_return last went to are saved when it is
//    interrupted.
regstate *interrupted_registers(void);

// on_interrupt_stack(regs)
//    Does `regs` lie on one of the stacks above, and not where registers are usually saved?
bool on_interrupt_stack(const regstate *regs);
#endif

#endif
