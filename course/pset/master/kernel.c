// kernel.c: processes, exceptions and system calls. (pages.c has physical pages, address-space.c
// page tables.) The marked places are for the steps in README.md.
//
//@ 4 {
//   physical memory                           virtual memory of a process
//   0x000000  page 0: not used                0x000000  not mapped
//   0x001000  pages for kalloc                0x001000  the kernel's: as in physical memory
//   0x040000  KERNEL_START_ADDR: ticks,
//             the kernel's image, its stack
//   0x080000  pages for kalloc
//   0x0A0000  devices; console at 0xB8000
//   0x100000  PROC_START_ADDR:                0x100000  code and data
//             pages for kalloc                          heap
//   0x200000  MEMSIZE_PHYSICAL: a copy        0x300000  MEMSIZE_VIRTUAL: the end of the stack
//             of the disk image
//@ } else {
//- //   0x000000  page 0: not mapped
//- //   0x001000  pages for kalloc
//- //   0x040000  KERNEL_START_ADDR: the page of `ticks`, the kernel's image, free pages, its stack
//- //   0x080000  pages for kalloc
//- //   0x0A0000  devices; the console at 0xB8000
//- //   0x100000  PROC_START_ADDR: processes 1 to 4, PROC_SIZE each
//- //   0x200000  MEMSIZE_PHYSICAL: a copy of the disk image
//- //   0x300000  MEMSIZE_VIRTUAL: from step 4 on, processes end here
//@ }

#include "kernel.h"
#include "address-space.h"
#include "assert.h"
#include "command.h"
#include "console.h"
#include "direct-map.h"
#include "disk-image.h"
#include "elf-check.h"
#include "errors.h"
#include "fault.h"
#include "interrupts.h"
#include "keys.h"
#include "last-words.h"
#include "log.h"
#include "math.h"
#include "memory-layout.h"
#include "memory-viewer.h"
#include "pages.h"
#include "screen.h"
#include "segments.h"
#include "string.h"
#include "syscalls.h"
#include "timer.h"
#include "vmiter.h"
#include "x86.h"

#define MAXNPROC 16 // slots of the process table; slot 0 is never used
//@ one-page-stack {
//@ } else {
//- #define STACK_PAGES 1 // of each process
//@ }
//@ 4 {
//@ } else {
//- #define PROC_SIZE 0x40000 // until step 4, processes 1 to 4 have so much memory, one after another
//@ }

typedef enum procstate {
    P_FREE = 0,     // an empty slot
    P_RUNNABLE = 1, // wants to run
    P_FAULTED = 2,  // ended by an exception, or by sys_panic; kept to be looked at
} procstate;

typedef struct proc {
    x86_64_pagetable *pagetable;
    pid_t pid;
    procstate state;
    regstate regs; // its registers, while it does not run
    const char *program;
} proc;

proc ptable[MAXNPROC];
proc *current; // the process that is running, or whose system call or exception this is

uint64_t program_entry(const char *name);
static int process_setup(pid_t pid, const char *program_name) must_check;
static void schedule(void) never_returns;
static void run(proc *p) never_returns;

// memory_start(pid), memory_end(pid)
//    Where the memory of process `pid` starts and ends.
static uint64_t
memory_start(pid_t pid) {
//@ 4 {
    (void) pid;
    return PROC_START_ADDR;
//@ } else {
//-     return PROC_START_ADDR + (uint64_t) (pid - 1) * PROC_SIZE; // Step 4: your code here instead
//@ }
}

static uint64_t
memory_end(pid_t pid) {
//@ 4 {
    (void) pid;
    return MEMSIZE_VIRTUAL;
//@ } else {
//-     return PROC_START_ADDR + (uint64_t) pid * PROC_SIZE; // Step 4: your code here instead
//@ }
}

x86_64_pagetable kernel_pagetable[1];

// kernel_start(command)
//    Maps memory, starts the programs that the command names, and goes to user mode for good.
void
kernel_start(const char *command) {
    log_printf("kernel_start: %s\n", command);

    const uint64_t image_end =
        IMAGE_ADDR + (uint64_t) disk_image_info()->image_sectors * SECTORSIZE;
    for (uint64_t addr = PAGESIZE; addr < image_end; addr += PAGESIZE) {
//@ 1 {
        uint64_t perm = PTE_P | PTE_W;
//@ } else {
//-         uint64_t perm = PTE_P | PTE_W | PTE_U;
//@ }
        if (addr == KERNEL_STACK_BOTTOM - PAGESIZE) {
            continue; // so that a stack that grows too large causes a fault
//@ 1 {
        } else if (addr == CONSOLE_ADDR) {
            perm = PTE_P | PTE_W | PTE_U;
        } else if (addr == TICKS_ADDR) {
            perm = PTE_P | PTE_U;
//@ }
        }
//@ 1 {
//@ } else {
//-         // Step 1: your code here
//@ }
        vmiter_map(vmiter_at(kernel_pagetable, addr), addr, perm);
    }
    write_cr3(kptr2pa(kernel_pagetable));

    if (command_option(command, "viewer", 0)) {
        memory_viewer_toggle();
    }
    char name[PROGRAM_NAME_MAX + 2]; // too long a name stays too long
    for (pid_t pid = 1; command_program(command, pid - 1, name, sizeof(name)); ++pid) {
        int r = process_setup(pid, name);
        if (r < 0) {
            log_printf("cannot start program '%s': error %d\n", name, r);
            console_printf(CS_ERROR "Cannot start program '%s'\n" CS_NORMAL, name);
        }
    }
    schedule();
}


// program_header(name)
//    The header of a program, an ELF file in the disk image; NULL if there is no such program.
static const elf_header *
program_header(const char *name) {
    file f = disk_image_find(name);
    const elf_header *eh = (const elf_header *) f.data;
    bool is_program = f.name != NULL && strcmp(name, "kernel") != 0;
    return is_program && elf_check_program(eh, f.size) == ELF_RULES_KEPT ? eh : NULL;
}

// program_entry(name)
//    The address of the program's first function, process_main; 0 if there is no such program.
uint64_t
program_entry(const char *name) {
    const elf_header *eh = program_header(name);
    return eh != NULL ? eh->entry : 0;
}

// load_segment(pt, image, ph)
//    Gives `pt` the memory of a segment of the program: the pages with the addresses [ph->va,
//    ph->va + ph->memsz). The first ph->filesz bytes come from `image + ph->offset`; the others are
//    0. Returns 0 or E_NOMEM.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
//@ 7 {
    uint64_t perm = PTE_P | PTE_U | (ph->flags & ELF_SEGMENT_WRITABLE ? PTE_W : 0);
//@ } else {
//-     uint64_t perm = PTE_P | PTE_W | PTE_U; // Step 7: your code here instead
//@ }
    for (uint64_t va = round_down(ph->va, PAGESIZE); va < ph->va + ph->memsz; va += PAGESIZE) {
        int r = address_space_alloc(pt, va, perm);
        if (r < 0) {
            return r;
        }
//@ 3 {
        uint64_t start = va < ph->va ? ph->va : va;
        uint64_t end = min(va + PAGESIZE, ph->va + ph->filesz);
        if (start < end) {
            char *page = vmiter_kptr(vmiter_at(pt, va));
            memcpy(page + (start - va), image + ph->offset + (start - ph->va), end - start);
        }
//@ }
    }
//@ 3 {
//@ } else {
//-     memcpy(pa2kptr(ph->va), image + ph->offset, ph->filesz); // Step 3: your code here instead
//@ }
    return 0;
}

// process_setup(pid, program_name)
//    Loads a program into the free slot `pid` and makes it runnable. Returns 0; E_NOENT if there is
//    no such program; E_NOMEM.
static int
process_setup(pid_t pid, const char *program_name) {
    const elf_header *eh = program_header(program_name);
    if (eh == NULL) {
        return E_NOENT;
    }
    assert(pid >= 1 && pid < MAXNPROC && ptable[pid].state == P_FREE);
//@ 2 {
    x86_64_pagetable *pt = address_space_new();
    if (pt == NULL) {
        return E_NOMEM;
    }
//@ } else {
//-     x86_64_pagetable *pt = kernel_pagetable; // Step 2: your code here instead
//@ }

    // Its code, its data, and its stack
    int r = 0;
    for (unsigned i = 0; r == 0 && i < eh->phnum; ++i) {
        r = load_segment(pt, (const char *) eh, &elf_segments(eh)[i]);
    }
//@ one-page-stack {
    if (r == 0) {
        r = address_space_alloc(pt, memory_end(pid) - PAGESIZE, USER_DATA);
    }
//@ } else {
//-     for (uint64_t va = memory_end(pid) - STACK_PAGES * PAGESIZE; r == 0 && va < memory_end(pid);
//-          va += PAGESIZE) {
//-         r = address_space_alloc(pt, va, USER_DATA);
//-     }
//@ }
    if (r < 0) {
//@ 6 {
        address_space_free(pt);
//@ } else {
//-         // Step 6: your code here
//@ }
        return r;
    }

    // Its registers at the start
    ptable[pid] = (proc) {.pagetable = pt, .pid = pid, .state = P_RUNNABLE};
    ptable[pid].program = disk_image_find(program_name).name;
    ptable[pid].regs.reg_rip = eh->entry;
    ptable[pid].regs.reg_rsp = memory_end(pid) - sizeof(uint64_t); // as after a call
    ptable[pid].regs.reg_cs = SEGMENT_USER_CODE;
    ptable[pid].regs.reg_ss = SEGMENT_USER_DATA;
    return 0;
}

// exception(regs)
//    The processor refused something that the process did, and the process is faulted; or the timer
//    ticked, and the next process has its turn. `regs` points to `current->regs`, or, if the kernel
//    did something that the processor refuses, to the kernel's own registers.
void
exception(regstate *regs) {
    if (!is_from_user(regs)) {
        fault_panic(regs);
    }
    write_cr3(kptr2pa(kernel_pagetable)); // until run
//@ 8 {
    const uint64_t users_store = PFERR_PRESENT | PFERR_WRITE | PFERR_USER;
    if (regs->reg_intno == INT_PF && (regs->reg_errcode & users_store) == users_store
        && address_space_own(current->pagetable, read_cr2()) == 0) {
        run(current); // which repeats the store
    }
//@ } else {
//-     // Step 8: your code here
//@ }
    if (regs->reg_intno != INT_TIMER) {
        fault_show(current->pid);
        current->state = P_FAULTED;
    }
    handle_keys();
    memory_viewer_update();
    schedule();
}

static uintptr_t dispatch(const regstate *regs);
static int syscall_page_alloc(uintptr_t addr);
static pid_t syscall_fork(void);
static void syscall_exit(void) never_returns;

// syscall(regs)
//    Process `current` makes a system call: its number in %rax, its arguments in %rdi and %rsi.
//    The process gets the result in %rax; errors are negative (errors.h).
uintptr_t
syscall(regstate *regs) {
    write_cr3(kptr2pa(kernel_pagetable));
    uintptr_t result = dispatch(regs);
    write_cr3(kptr2pa(current->pagetable));
    return result;
}

static uintptr_t
dispatch(const regstate *regs) {
    switch (regs->reg_rax) {
    case SYSCALL_GETPID: return (uintptr_t) current->pid;

    case SYSCALL_YIELD: current->regs.reg_rax = 0; schedule(); // does not return

    case SYSCALL_PANIC:
        last_words_show(current->pid, regs->reg_rdi);
        current->state = P_FAULTED;
        schedule(); // does not return

    case SYSCALL_PAGE_ALLOC: return (uintptr_t) syscall_page_alloc(regs->reg_rdi);
    case SYSCALL_FORK: return (uintptr_t) syscall_fork();
    case SYSCALL_EXIT: syscall_exit(); // does not return
    default: return (uintptr_t) E_NOSYS;
    }
}

// syscall_page_alloc(addr)
//@ replaces {
//    Gives the process a zeroed page at `addr`, in its memory, in place of what was there. Returns
//    0, E_INVAL if `addr` is not such an address, or E_NOMEM; after an error nothing has changed.
//@ } else {
//- //    Gives the process a zeroed page at `addr`, in its memory. Returns 0; E_INVAL if `addr` is not
//- //    such an address, or, from step 4 on, the process has a page there already; E_NOMEM. After an
//- //    error nothing has changed.
//@ }
static int
syscall_page_alloc(uintptr_t addr) {
//@ 1 {
    if (addr % PAGESIZE != 0 || addr < memory_start(current->pid)
        || addr >= memory_end(current->pid)) {
        return E_INVAL;
    }
//@ } else {
//-     // Step 1: your code here
//@ }
//@ replaces {
//@ } else {
//@ 4 {
//-     if (vmiter_present(vmiter_at(current->pagetable, addr))) {
//-         return E_INVAL;
//-     }
//@ } else {
//-     // Step 4: your code here
//@ }
//@ }
//@ 2 {
    return address_space_alloc(current->pagetable, addr, USER_DATA);
//@ } else {
//-     return address_space_alloc(kernel_pagetable, addr, USER_DATA); // Step 2: your code here
//@ }
}

// syscall_fork()
//    Makes a copy of the process, its child. Returns the child's number; the child gets 0. Returns
//    E_AGAIN if no slot is free, or E_NOMEM; then nothing has changed.
static pid_t
syscall_fork(void) {
//@ 5 {
    pid_t pid = 1;
    while (pid < MAXNPROC && ptable[pid].state != P_FREE) {
        ++pid;
    }
    if (pid == MAXNPROC) {
        return E_AGAIN;
    }
    x86_64_pagetable *pt = address_space_new();
    if (pt == NULL) {
        return E_NOMEM;
    }
    if (address_space_copy(pt, current->pagetable) < 0) {
//@ 6 {
        address_space_free(pt);
//@ }
        return E_NOMEM;
    }
    ptable[pid] = *current;
    ptable[pid].pid = pid;
    ptable[pid].pagetable = pt;
    ptable[pid].regs.reg_rax = 0;
    return pid;
//@ } else {
//-     // Step 5: your code here
//-     return E_NOSYS;
//@ }
}

// syscall_exit()
//    Ends the process. Its slot and all of its memory are free again.
static void
syscall_exit(void) {
//@ 6 {
    address_space_free(current->pagetable);
    *current = (proc) {.state = P_FREE};
//@ } else {
//-     // Step 6: your code here
//-     current->state = P_FREE;
//@ }
    schedule();
}


// schedule()
//    Runs the runnable process whose turn it is: the next one after the last. If there is none, it
//    waits.
static void
schedule(void) {
    static pid_t pid;
    for (;;) {
        for (int i = 0; i < MAXNPROC; ++i) {
            pid = (pid + 1) % MAXNPROC;
            if (ptable[pid].state == P_RUNNABLE) {
                run(&ptable[pid]); // does not return
            }
        }
        screen_update();
        wait_for_interrupt();
        handle_keys();
        memory_viewer_update();
    }
}

// run(p)
//    Goes to user mode, where process `p` continues with its saved registers.
static void
run(proc *p) {
    assert_eq(p->state, P_RUNNABLE);
    current = p;
    write_cr3(kptr2pa(p->pagetable));
    exception_return(&p->regs);
}

// What the memory viewer and the messages about faults see of processes and pages.

const pid_t view_last_pid = MAXNPROC - 1;

bool
view_process(pid_t pid, process_view *view) {
    static const char *const states[] = {"free", "runnable", "faulted"};
    const proc *p = &ptable[pid];
    *view = (process_view) {.program = p->program,
                            .state = states[p->state],
                            .pagetable = p->pagetable,
                            .regs = &p->regs,
                            .memory_start = memory_start(pid),
                            .memory_end = memory_end(pid)};
    return p->state != P_FREE;
}

void
view_page(uint64_t pa, page_view *view) {
    view->kind = pa == CONSOLE_ADDR                  ? PAGE_CONSOLE
                 : pa == TICKS_ADDR                  ? PAGE_TICKS
                 : reserved_physical_address(pa)     ? PAGE_RESERVED
                 : !allocatable_physical_address(pa) ? PAGE_KERNEL
                                                     : PAGE_ALLOCATABLE;
    view->refcount = pa < MEMSIZE_PHYSICAL ? (unsigned) physpages[pa / PAGESIZE].refcount : 0;
}
