// segments.c: the global descriptor table and the task-state segment (SDM vol. 3A, 3.4.5, 7.2.3).

#include "segments.h"
#include "x86.h"

#define INTERRUPT_STACK_SIZE 4096

task_state kernel_task_state;
static uint64_t gdt[SEGMENT_TASK_STATE / 8 + 2];
static uint8_t interrupt_stacks[NISTS][INTERRUPT_STACK_SIZE] __attribute__((aligned(16)));

// Segment descriptors. All are present.
#define DESCRIPTOR_KERNEL_CODE 0x00209A0000000000UL // code, 64-bit
#define DESCRIPTOR_KERNEL_DATA 0x0000920000000000UL // data, writable
#define DESCRIPTOR_USER_CODE 0x0020FA0000000000UL   // code, 64-bit, privilege level 3
#define DESCRIPTOR_USER_DATA 0x0000F20000000000UL   // data, writable, privilege level 3
#define DESCRIPTOR_TASK_STATE 0x0000890000000000UL  // 64-bit task-state segment, not busy

static void set_task_state_descriptor(void);

void
segments_init(void) {
    kernel_task_state.io_map_base = sizeof(kernel_task_state);
    for (int i = 0; i < NISTS; ++i) {
        kernel_task_state.ist[i] = (uint64_t) &interrupt_stacks[i + 1];
    }

    gdt[SEGMENT_KERNEL_CODE / 8] = DESCRIPTOR_KERNEL_CODE;
    gdt[SEGMENT_KERNEL_DATA / 8] = DESCRIPTOR_KERNEL_DATA;
    gdt[SEGMENT_USER_CODE / 8] = DESCRIPTOR_USER_CODE;
    gdt[SEGMENT_USER_DATA / 8] = DESCRIPTOR_USER_DATA;
    set_task_state_descriptor();

    struct descriptor_table table = {sizeof(gdt) - 1, (uint64_t) gdt};
    load_gdt(&table);
    load_local_table(0); // reset leaves one that users could use: the first 64 KiB of memory
    load_task_register(SEGMENT_TASK_STATE);
}

// set_task_state_descriptor()
//    Stores the descriptor, which takes two entries and scatters the segment's address over them.
static void
set_task_state_descriptor(void) {
    uint64_t base = (uint64_t) &kernel_task_state, limit = sizeof(kernel_task_state) - 1;
    gdt[SEGMENT_TASK_STATE / 8] =
        DESCRIPTOR_TASK_STATE | limit | (base & 0xFFFFFF) << 16 | (base >> 24 & 0xFF) << 56;
    gdt[SEGMENT_TASK_STATE / 8 + 1] = base >> 32;
}

regstate *
interrupted_registers(void) {
    return (regstate *) kernel_task_state.rsp[0] - 1;
}

bool
on_interrupt_stack(const regstate *regs) {
    uint64_t address = (uint64_t) regs, start = (uint64_t) interrupt_stacks;
    return address >= start && address < start + sizeof(interrupt_stacks);
}
