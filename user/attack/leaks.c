// leaks.c: hostile acts that look for what the kernel or other processes left in pages, registers,
// segments and flags.

#include "attack.h"

// find_left_over_bytes()
//    Are a process's bytes still in its pages when another process gets these pages?
static bool
find_left_over_bytes(void) {
    enum { PAGES = 8 };
    char *const pages = (char *) FREE_MEMORY;
    notes->outcome = AT_IT;
    pid_t pid = fork_or_wait();
    bool found = false;
    yield_turns(pid == 0 ? 0 : 6);
    for (char *page = pages; page < pages + PAGES * PAGESIZE; page += PAGESIZE) {
        sys_page_alloc(page);
        found |= pid != 0 && memcmp(page, "secret", 6) == 0;
        memcpy(page, "secret", 6);
    }
    if (pid == 0) {
        sys_exit();
    }
    return found;
}

static bool
find_kernel_address_in_registers(void) {
    uint64_t rcx, r11;
    __asm__ volatile("syscall; mov %%r11, %1"
                     : "=c"(rcx), "=r"(r11)
                     : "a"(SYSCALL_GETPID)
                     : "r11");
    return rcx > MEMSIZE_VIRTUAL || rcx < PROC_START_ADDR || r11 > 0xFFFFFF;
}

// find_segment_of_another()
//    Does a selector that another process has loaded into %gs arrive here? %gs has no use, but with
//    it processes could send each other messages.
static bool
find_segment_of_another(void) {
    notes->outcome = AT_IT;
    if (fork_or_wait() == 0) {
        for (int turn = 0; turn < 4; ++turn) {
            __asm__ volatile("mov %0, %%gs; syscall"
                             :
                             : "r"(0x23), "a"(SYSCALL_YIELD)
                             : "rcx", "r11");
        }
        sys_exit();
    }
    uint64_t selector = 0;
    for (int turn = 0; turn < 6 && selector == 0; ++turn) {
        sys_yield();
        __asm__ volatile("mov %%gs, %0" : "=r"(selector));
    }
    return (uint16_t) selector != 0;
}

// keeps_flag(flag)
//    Is a system flag still set after a system call?
static bool
keeps_flag(uint64_t flag) {
    uint64_t after;
    __asm__ volatile("pushq %1; popfq; syscall; pushfq; popq %0; pushq $2; popfq"
                     : "=r"(after)
                     : "r"(flag | 2), "a"(SYSCALL_GETPID)
                     : "rcx", "r11", "cc", "memory");
    return (after & flag) != 0;
}

void
attack_what_is_left(void) {
    IN_CHILD("zeroing", "leak: ", "bytes of others in pages that she gets",
             note(find_left_over_bytes()));
    IN_CHILD("registers", "leak: ", "kernel addresses after a system call",
             note(find_kernel_address_in_registers()));
    IN_CHILD("segments", "leak: ", "another process's %gs", note(find_segment_of_another()));
    IN_CHILD("return-flags", "leak: ", "flag NT after a system call", note(keeps_flag(1 << 14)));
    IN_CHILD("return-flags", "leak: ", "flag AC after a system call", note(keeps_flag(1 << 18)));
    IN_CHILD("private", "leak: ", "a sibling's memory at the same address", notes->outcome = AT_IT;
             *(volatile char *) WITNESS_PAGE = 'X'; yield_turns(4); note(notes->changed));
}
