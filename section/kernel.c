// kernel.c: a first kernel, in one file. It runs programs in user mode, keeps them out of its own
// memory, and serves their system calls. It does not keep them out of each other's memory: all
// processes share one page table, which maps every virtual address to the same physical address.
// The marked places are for the exercises in README.md.
//
//   0x000000  page 0: not mapped
//   0x001000  free pages
//   0x040000  KERNEL_START_ADDR: the page of `ticks`, the kernel's image, free pages, its stack
//   0x080000  free pages
//   0x0A0000  devices; the console at 0xB8000
//   0x100000  PROC_START_ADDR: processes 1 to 4, PROC_SIZE each
//   0x200000  MEMSIZE_PHYSICAL: a copy of the disk image

#include "kernel.h"
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
#include "screen.h"
#include "segments.h"
#include "string.h"
#include "syscalls.h"
#include "timer.h"
#include "vmiter.h"
#include "x86.h"

#define MAXNPROC 16       // slots of the process table; slot 0 is never used
#define MAXPROCMEM 4      // processes 1 to 4 have memory:
#define PROC_SIZE 0x40000 // this much each, one after another

typedef enum procstate {
    P_FREE = 0,     // an empty slot
    P_RUNNABLE = 1, // wants to run
    P_BLOCKED = 2,  // waits for something (no process does, so far)
    P_FAULTED = 3,  // ended by an exception, or by sys_panic
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

void syscall_entry(void); // where the processor starts on a system call: machine/entry.S
uint64_t program_entry(const char *name);
static int process_setup(pid_t pid, const char *program_name);
static void schedule(void) never_returns;
static void run(proc *p) never_returns;

// proc_start(pid)
//    The start of the memory of process `pid`; it ends where that of the next process starts.
static uint64_t
proc_start(pid_t pid) {
    return PROC_START_ADDR + (uint64_t) (pid - 1) * PROC_SIZE;
}

x86_64_pagetable kernel_pagetable[1];

struct physpage {
    int refcount; // 0: free
} physpages[MEMSIZE_PHYSICAL / PAGESIZE];

// kernel_start(command)
//    Maps memory, starts the programs that the command names, and goes to user mode for good.
void
kernel_start(const char *command) {
    log_printf("kernel_start: %s\n", command);

    const uint64_t image_end =
        IMAGE_ADDR + (uint64_t) disk_image_info()->image_sectors * SECTORSIZE;
    for (uint64_t addr = PAGESIZE; addr < image_end; addr += PAGESIZE) {
        uint64_t perm = PTE_P | PTE_W;
        if (addr == KERNEL_STACK_BOTTOM - PAGESIZE) {
            continue; // so that a stack that grows too large causes a fault
        } else if (addr == CONSOLE_ADDR) {
            perm = PTE_P | PTE_W | PTE_U;
        } else if (addr == TICKS_ADDR) {
            perm = PTE_P | PTE_U;
        }
        vmiter_map(vmiter_at(kernel_pagetable, addr), addr, perm);
    }
    write_cr3(kptr2pa(kernel_pagetable));

    if (command_option(command, "viewer", 0)) {
        memory_viewer_toggle();
    }
    char name[PROGRAM_NAME_MAX + 2]; // too long a name stays too long
    for (pid_t pid = 1; command_program(command, pid - 1, name, sizeof(name)); ++pid) {
        log_printf("-- before process_setup\n");
        // Exercise B1: your code here

        // Exercise B3: your code here

        if (process_setup(pid, name) < 0) {
            panic("there is no program '%s'", name);
        }
        log_printf("-- after process_setup\n");
        // Exercise B2: your code here

        // Exercise B5: your code here
    }
    schedule();
}


// reserved_physical_address(pa)
//    Is `pa` in page 0, or in a device's memory?
bool
reserved_physical_address(uint64_t pa) {
    return pa < PAGESIZE || (pa >= 0xA0000 && pa < PROC_START_ADDR);
}

// allocatable_physical_address(pa)
//    Is `pa` in a page that kalloc or a process may use: below MEMSIZE_PHYSICAL, not reserved, and
//    not in the kernel's image, its stack, or the unmapped page below the stack?
bool
allocatable_physical_address(uint64_t pa) {
    extern const char kernel_end[];
    bool in_image = pa >= KERNEL_START_ADDR && pa < (uint64_t) kernel_end;
    bool in_stack = pa >= KERNEL_STACK_BOTTOM - PAGESIZE && pa < KERNEL_STACK_TOP;
    return pa < MEMSIZE_PHYSICAL && !reserved_physical_address(pa) && !in_image && !in_stack;
}

// kalloc(size)
//    Allocates a free page and returns a pointer to it; NULL if there is none, or if `size` is over
//    PAGESIZE. Pages from PROC_START_ADDR on belong to the processes.
void *
kalloc(size_t size) {
    for (uint64_t pa = 0; size <= PAGESIZE && pa < PROC_START_ADDR; pa += PAGESIZE) {
        if (allocatable_physical_address(pa) && physpages[pa / PAGESIZE].refcount == 0) {
            physpages[pa / PAGESIZE].refcount = 1;
            return pa2kptr(pa);
        }
    }
    return NULL;
}

// kfree(pointer)
//    Frees a page from kalloc. Not written yet: nothing uses it so far.
void
kfree(void *pointer) {
    panic("kfree(%p): kfree is not written yet", pointer);
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

// user_page(pid, addr)
//    Gives process `pid` a zeroed page at `addr`, an address in its memory.
static void
user_page(pid_t pid, uint64_t addr) {
    assert(addr >= proc_start(pid) && addr < proc_start(pid + 1));
    physpages[addr / PAGESIZE].refcount = 1;
    memset(pa2kptr(addr), 0, PAGESIZE);
    vmiter_map(vmiter_at(kernel_pagetable, addr), addr, PTE_P | PTE_W | PTE_U);
}

// process_setup(pid, program_name)
//    Loads a program into the free slot `pid` and makes it runnable. The program's file says at
//    which addresses it must lie; these must be in the memory of process `pid`. Returns 0, or
//    E_NOENT if there is no such program.
static int
process_setup(pid_t pid, const char *program_name) {
    const elf_header *eh = program_header(program_name);
    if (eh == NULL) {
        return E_NOENT;
    }
    assert(pid >= 1 && pid <= MAXPROCMEM && ptable[pid].state == P_FREE);
    proc *p = &ptable[pid];
    *p = (proc) {.pid = pid, .state = P_RUNNABLE, .program = disk_image_find(program_name).name};
    p->pagetable = kernel_pagetable;

    // Its code and data
    const elf_program_header *ph = (const elf_program_header *) ((const char *) eh + eh->phoff);
    for (unsigned i = 0; i < eh->phnum; ++i) {
        uint64_t start = round_down(ph[i].va, PAGESIZE), end = ph[i].va + ph[i].memsz;
        for (uint64_t addr = start; addr < end; addr += PAGESIZE) {
            user_page(pid, addr);
        }
        memcpy(pa2kptr(ph[i].va), (const char *) eh + ph[i].offset, ph[i].filesz);
    }
    if (strcmp(program_name, "bigdata") == 0) {
        // Exercise C1: your line here
    }

    // Its stack, and the registers it starts with
    user_page(pid, proc_start(pid + 1) - PAGESIZE);
    p->regs.reg_rip = eh->entry;
    p->regs.reg_rsp = proc_start(pid + 1) - sizeof(uint64_t); // as after a call
    p->regs.reg_cs = SEGMENT_USER_CODE;
    p->regs.reg_ss = SEGMENT_USER_DATA;
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
    } else if (regs->reg_intno != INT_TIMER) {
        fault_show(current->pid);
        current->state = P_FAULTED;
    }
    handle_keys();
    memory_viewer_update();
    schedule();
}

static int syscall_page_alloc(uintptr_t addr);
static int syscall_getsysname(uintptr_t buf);
static pid_t syscall_spawn(uintptr_t name);
static ssize_t syscall_pipewrite(uintptr_t buf, size_t sz);
static ssize_t syscall_piperead(uintptr_t buf, size_t sz);

// syscall(regs)
//    Process `current` makes a system call: its number in %rax, its arguments in %rdi and %rsi.
//    The process gets the result in %rax; errors are negative (errors.h).
uintptr_t
syscall(regstate *regs) {
    switch (regs->reg_rax) {
    case SYSCALL_GETPID: return (uintptr_t) current->pid;

    case SYSCALL_YIELD: current->regs.reg_rax = 0; schedule(); // does not return

    case SYSCALL_PANIC:
        last_words_show(current->pid, regs->reg_rdi);
        current->state = P_FAULTED;
        schedule(); // does not return

    case SYSCALL_PAGE_ALLOC: return (uintptr_t) syscall_page_alloc(regs->reg_rdi);
    case SYSCALL_GETSYSNAME: return (uintptr_t) syscall_getsysname(regs->reg_rdi);
    case SYSCALL_SPAWN: return (uintptr_t) syscall_spawn(regs->reg_rdi);
    case SYSCALL_PIPEWRITE: return (uintptr_t) syscall_pipewrite(regs->reg_rdi, regs->reg_rsi);
    case SYSCALL_PIPEREAD: return (uintptr_t) syscall_piperead(regs->reg_rdi, regs->reg_rsi);
    default: return (uintptr_t) E_NOSYS;
    }
}

// syscall_page_alloc(addr)
//    Gives the process a zeroed page at `addr`, in its memory. Returns 0 or E_INVAL.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < proc_start(current->pid)
        || addr >= proc_start(current->pid + 1)) {
        return E_INVAL;
    }
    user_page(current->pid, addr);
    return 0;
}

// syscall_getsysname(buf)
//    Writes the system's name to `buf`. Returns 0.
static int
syscall_getsysname(uintptr_t buf) {
    // Exercise G1.3: your code here
    strlcpy((char *) buf, "Weensy 61", SYSNAME_SIZE);
    return 0;
}

// syscall_spawn(name)
//    Starts program `name` in a new process. Returns its process number, or an error.
static pid_t
syscall_spawn(uintptr_t name) {
    (void) name;
    // Exercises F1.2 and F1.4: your code here
    return -1;
}

// The pipe holds one byte, or none.
static char pipe_byte;
static bool pipe_is_full;

// syscall_pipewrite(buf, sz)
//    Puts at most `sz` bytes from `buf` into the pipe. Returns how many; E_AGAIN if the pipe is
//    full; E_FAULT if the process cannot read them itself.
static ssize_t
syscall_pipewrite(uintptr_t buf, size_t sz) {
    // Exercise H2: your code here
    if (sz == 0) {
        return 0;
    } else if (!vmiter_user(vmiter_at(current->pagetable, buf))) {
        return E_FAULT;
    } else if (pipe_is_full) {
        return E_AGAIN;
    }
    pipe_byte = *(const char *) buf;
    pipe_is_full = true;
    return 1;
}

// syscall_piperead(buf, sz)
//    Takes at most `sz` bytes from the pipe and puts them into `buf`. Returns how many; E_AGAIN if
//    the pipe is empty; E_FAULT if the process cannot write there itself.
static ssize_t
syscall_piperead(uintptr_t buf, size_t sz) {
    // Exercise H2: your code here
    if (sz == 0) {
        return 0;
    } else if (!vmiter_allows(vmiter_at(current->pagetable, buf), PTE_P | PTE_W | PTE_U)) {
        return E_FAULT;
    } else if (!pipe_is_full) {
        return E_AGAIN;
    }
    *(char *) buf = pipe_byte;
    pipe_is_full = false;
    return 1;
}


// schedule()
//    Runs the runnable process whose turn it is: the next one after `current`. If there is none, it
//    waits for one.
static void
schedule(void) {
    pid_t pid = current != NULL ? current->pid : 0;
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
    static const char *const states[] = {"free", "runnable", "blocked", "faulted"};
    const proc *p = &ptable[pid];
    *view = (process_view) {.program = p->program,
                            .state = states[p->state],
                            .pagetable = p->pagetable,
                            .regs = &p->regs,
                            .memory_start = proc_start(pid),
                            .memory_end = proc_start(pid + 1)};
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
