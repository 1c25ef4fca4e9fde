// without.c: the table of protections, and how each is taken away. This file takes some away once, by
// changing the processor's state, the kernel's page table or its instructions. Functions that
// replace the kernel's (careless.c) take the others away; they ask the switches of this file.

#include "without.h"
#include "assert.h"
#include "careless.h"
#include "kernel.h"
#include "memory-layout.h"
#include "pte.h"
#include "segments.h"
#include "string.h"
#include "vmiter.h"
#include "x86.h"

struct careless careless;

extern char vector_entries[], syscall_entry[]; // exception_return follows syscall_entry

static void no_smep(void);
static void no_smap(void);
static void no_wp(void);
static void no_umip(void);
static void no_counters(void);
static void no_fsgsbase(void);
static void no_fpu(void);
static void no_dr7(void);
static void no_ldt(void);
static void no_cstar(void);
static void no_sysenter(void);
static void no_ring(void);
static void no_ports(void);
static void no_gates(void);
static void no_stacks(void);
static void no_entry_flags(void);
static void no_return_flags(void);
static void no_segments(void);
static void no_supervisor(void);
static void no_xd(void);
static void no_readonly(void);
static void no_guard(void);
static void no_page0(void);

static const struct protection {
    const char *name;
    const char *what;
    void (*take_away)(void); // either this is called,
    bool *switch_;           // or this is set
} protections[] = {
    {"smep", "the kernel cannot run user pages", no_smep, NULL},
    {"smap", "the kernel cannot access user pages", no_smap, NULL},
    {"wp", "read-only is read-only to the kernel", no_wp, NULL},
    {"umip", "users cannot see where descriptor tables are", no_umip, NULL},
    {"counters", "users cannot read performance counters", no_counters, NULL},
    {"fsgsbase", "users cannot set segment bases", no_fsgsbase, NULL},
    {"fpu", "floating-point instructions fault", no_fpu, NULL},
    {"dr7", "no breakpoint that was set before is in force", no_dr7, NULL},
    {"ldt", "there is no local descriptor table", no_ldt, NULL},
    {"cstar", "`syscall` from 32-bit code has an entry point, too", no_cstar, NULL},
    {"sysenter", "`sysenter` has no entry point, and faults", no_sysenter, NULL},
    {"ring", "processes run in ring 3 (in ring 0 SMEP and SMAP would stop them)", no_ring,
     &careless.ring},
    {"ports", "users have no I/O ports", no_ports, NULL},
    {"gates", "`int n` reaches no handler but those of 3 and 4", no_gates, NULL},
    {"stacks", "double fault, NMI, machine check, debug have their own stacks", no_stacks, NULL},
    {"entry-flags", "a user's flags are no flags of the kernel", no_entry_flags, NULL},
    {"return-flags", "flags of the system do not survive a system call", no_return_flags, NULL},
    {"segments", "segment registers are reset on the way to a process", no_segments, NULL},
    {"registers", "nothing of the kernel is left in registers", NULL, &careless.registers},
    {"supervisor", "kernel pages are closed to users (opened, SMEP and SMAP would stop the kernel)",
     no_supervisor, NULL},
    {"xd", "data cannot be run", no_xd, NULL},
    {"readonly", "read-only pages are mapped read-only", no_readonly, &careless.readonly},
    {"guard", "the page below the kernel's stack is not mapped", no_guard, NULL},
    {"page0", "page 0 is not mapped", no_page0, NULL},
    {"checks", "user addresses are looked up before they are used", NULL, &careless.checks},
    {"bounds", "a user's string is copied only as far as there is room", NULL, &careless.bounds},
    {"range", "sys_page_alloc takes addresses of the process's own part", NULL, &careless.range},
    {"numbers", "unknown system calls are refused", NULL, &careless.numbers},
    {"programs", "program images are checked", NULL, &careless.programs},
    {"zeroing", "fresh pages are zeroed", NULL, &careless.zeroing},
    {"private", "memory is copied at fork", NULL, &careless.private},
    {"limits", "where nothing is left, nothing is given", NULL, &careless.limits},
    {"preemption", "a process that does not yield is interrupted", NULL, &careless.preemption},
};

static const char *option_start(const char *command);
static void take_away(const char *name, size_t length);

void
without_init(const char *command) {
    const char *s = option_start(command);
    while (*s != ' ' && *s != '\0') {
        size_t length = 0;
        while (s[length] != ',' && s[length] != ' ' && s[length] != '\0') {
            ++length;
        }
        take_away(s, length);
        s += length + (s[length] == ',');
    }
}

// option_start(command)
//    The value of option `without`; "" if there is none.
static const char *
option_start(const char *command) {
    static const char option[] = " without=";
    for (; *command != '\0'; ++command) {
        if (strncmp(command, option, strlen(option)) == 0) {
            return command + strlen(option);
        }
    }
    return "";
}

static void
take_away(const char *name, size_t length) {
    for (const struct protection *p = protections; p < protections + ARRAY_SIZE(protections); ++p) {
        if (strlen(p->name) == length && memcmp(p->name, name, length) == 0) {
            if (p->take_away != NULL) {
                p->take_away();
            }
            if (p->switch_ != NULL) {
                *p->switch_ = true;
            }
            return;
        }
    }
    panic("there is no protection %.*s to take away", (int) length, name);
}


// The processor's state

#define CR4_PCE 0x100U        // users may read performance counters
#define CR4_OSFXSR 0x200U     // SSE instructions do not fault
#define CR4_FSGSBASE 0x10000U // users may set the bases of %fs and %gs

static void
change_cr4(uint64_t set, uint64_t clear) {
    write_cr4((read_cr4() | set) & ~clear);
}

static void
no_smep(void) {
    change_cr4(0, CR4_SMEP);
}

static void
no_smap(void) {
    change_cr4(0, CR4_SMAP);
}

static void
no_umip(void) {
    change_cr4(0, CR4_UMIP);
}

static void
no_counters(void) {
    change_cr4(CR4_PCE, 0);
}

static void
no_fsgsbase(void) {
    change_cr4(CR4_FSGSBASE, 0);
}

static void
no_wp(void) {
    write_cr0(read_cr0() & ~(uint64_t) CR0_WP);
}

static void
no_ring(void) {
    change_cr4(0, CR4_SMEP | CR4_SMAP);
}

static void
no_fpu(void) {
    write_cr0(read_cr0() & ~(uint64_t) CR0_EM);
    change_cr4(CR4_OSFXSR, 0);
}

// no_dr7()
//    A breakpoint on reads and writes of the second word of the page of `ticks`.
static void
no_dr7(void) {
    __asm__ volatile("mov %0, %%dr0" : : "r"(TICKS_ADDR + 8UL));
    write_dr7(0xF0001);
}

static struct descriptor_table
global_table(void) {
    struct descriptor_table gdt;
    __asm__ volatile("sgdt %0" : "=m"(gdt));
    return gdt;
}

// no_ldt()
//    A local descriptor table with everything that users could wish for. After reset, it is whatever
//    is in the first 64 KiB of memory. The global table moves, to make room for its descriptor.
static void
no_ldt(void) {
    static uint64_t local[] = {
        0x0000EC0000080000UL, 0, // 0x07: a call gate into the kernel's code, to be completed
        0x00CFFA000000FFFFUL,    // 0x17: 32-bit code
        0x00CFF2000000FFFFUL,    // 0x1F: data
    };
    static uint64_t global[SEGMENT_TASK_STATE / 8 + 4];
    const uint64_t base = (uint64_t) local, entry = (uint64_t) syscall_entry;
    local[0] |= (entry & 0xFFFF) | entry >> 16 << 48;

    struct descriptor_table gdt = global_table();
    memcpy(global, (const void *) gdt.base, gdt.limit + 1U);
    global[ARRAY_SIZE(global) - 2] = // for the base, see segments.c
        0x0000E20000000000UL | (sizeof(local) - 1) | (base & 0xFFFFFF) << 16 | base >> 24 << 56;
    gdt = (struct descriptor_table) {sizeof(global) - 1, (uint64_t) global};
    load_gdt(&gdt);
    load_local_table(sizeof(global) - 16);
}

static void
no_cstar(void) {
    write_msr(MSR_CSTAR, 0);
}

// no_sysenter()
//    The entry point that reset leaves, and a segment that enables it.
static void
no_sysenter(void) {
    write_msr(MSR_SYSENTER_CS, SEGMENT_KERNEL_CODE);
}

// no_ports()
//    Puts a map that allows all ports after the task-state segment, and makes the segment reach to
//    its end.
static void
no_ports(void) {
    static const uint64_t limit = 0xFUL << 48 | 0xFFFF, busy = 2UL << 40;
    static uint8_t map[65536 / 8 + 1]; // one bit per port; 0: allowed
    uint64_t offset = (uint64_t) map - (uint64_t) &kernel_task_state;
    assert(offset <= UINT16_MAX);
    kernel_task_state.io_map_base = (uint16_t) offset;

    uint64_t *descriptor = (uint64_t *) (global_table().base + SEGMENT_TASK_STATE);
    *descriptor = (*descriptor | limit) & ~busy;
    load_task_register(SEGMENT_TASK_STATE);
}

// gate(vector)
//    The bytes of a gate of the interrupt descriptor table (SDM vol. 3A, 6.14.1).
enum { GATE_STACK = 4, GATE_TYPE = 5, GATE_USER = 0x60 };

static uint8_t *
gate(int vector) {
    struct descriptor_table idt;
    __asm__ volatile("sidt %0" : "=m"(idt));
    return (uint8_t *) idt.base + vector * 16;
}

static void
no_gates(void) {
    for (int vector = 0; vector < 256; ++vector) {
        gate(vector)[GATE_TYPE] |= GATE_USER;
    }
}

static void
no_stacks(void) {
    for (int vector = 0; vector < 256; ++vector) {
        gate(vector)[GATE_STACK] = 0;
    }
}


// Instructions of entry.S

// replace_code(start, old, new, size)
//    Replaces the first `old` from `start` on, `size` bytes, by `new`.
static void
replace_code(char *start, const char *old, const char *new, size_t size) {
    const uint64_t cr0 = read_cr0();
    while (memcmp(start, old, size) != 0) {
        ++start;
        assert(start < vector_entries + 3 * PAGESIZE);
    }
    write_cr0(cr0 & ~(uint64_t) CR0_WP);
    memcpy(pa2kptr((uint64_t) start), new, size);
    write_cr0(cr0);
}

#define MSR_FMASK_INTERRUPTS 0x200

static void
no_entry_flags(void) {
    write_msr(MSR_FMASK, MSR_FMASK_INTERRUPTS);
    replace_code(vector_entries, "\x6A\x02\x9D", "\x90\x90\x90", 3); // pushq $2; popfq
}

static void
no_return_flags(void) {
    for (int way = 0; way < 2; ++way) { // back from a system call, and to any process
        // andl $(FLAGS_OF_USERS | FLAGS_ALWAYS)
        replace_code(syscall_entry, "\xD7\x0E\0\0", "\xFF\xFF\xFF\xFF", 4);
    }
}

static void
no_segments(void) {
    replace_code(syscall_entry,
                 "\x8E\xD8\x8E\xC0\x8E\xE0\x8E\xE8", // mov %eax to %ds, %es, %fs, %gs
                 "\x90\x90\x90\x90\x90\x90\x90\x90", 8);
}


// The kernel's page table, from which each process's copies it

static void
change_pages(uint64_t set, uint64_t clear) {
    for (vmiter it = vmiter_make(kernel_pagetable, PAGESIZE); !vmiter_done(&it); vmiter_next(&it)) {
        if (vmiter_present(&it)) {
            pte_write(it.pte_pa, (pte_read(it.pte_pa) | set) & ~clear);
        }
    }
    write_cr3(kptr2pa(kernel_pagetable));
}

static void
no_supervisor(void) {
    change_cr4(0, CR4_SMEP | CR4_SMAP);
    change_pages(PTE_U, 0);
}

static void
no_xd(void) {
    pte_supported_bits &= ~PTE_XD; // for the pages of processes
    change_pages(0, PTE_XD);
}

static void
no_readonly(void) {
    change_pages(PTE_W, 0);
}

static void
no_guard(void) {
    const uint64_t page = KERNEL_STACK_BOTTOM - PAGESIZE;
    vmiter_map(vmiter_at(kernel_pagetable, page), page, PTE_P | PTE_W | PTE_XD);
}

static void
no_page0(void) {
    vmiter_map(vmiter_at(kernel_pagetable, 0), 0, PTE_P | PTE_W | PTE_U);
}
