// descriptors.c: hostile acts with a local descriptor table. The kernel has none.

#include "attack.h"

// LOCAL(n)
//    The selector of entry `n` of the local descriptor table: bit 2 is set.
#define LOCAL(n) ((n) << 3 | 7)

// What a local descriptor table might have: the one that no_ldt in tests/kernel/without.c makes.
enum { LOCAL_GATE = LOCAL(0), LOCAL_CODE_32 = LOCAL(2), LOCAL_DATA = LOCAL(3) };

// LOOK_UP(instruction)
//    An act: does the instruction, which looks up selector %1, find any entry of the table?
#define LOOK_UP(instruction)                                                                       \
    IN_CHILD(                                                                                      \
        "ldt", "look local descriptors up: ", instruction, bool found = false;                     \
        for (unsigned n = 0; n < 8192; ++n) {                                                      \
            unsigned char success;                                                                 \
            __asm__ volatile(instruction "; setz %0"                                               \
                             : "=q"(success)                                                       \
                             : "r"(LOCAL(n))                                                       \
                             : "rax", "cc");                                                       \
            found |= success;                                                                      \
        } note(found))

// A far pointer in memory, the operand of `ljmp`.
struct __attribute__((packed)) far_pointer {
    uint32_t offset;
    uint16_t selector;
};

// enter_32(code)
//    Jumps to 32-bit code, which returns: nothing_32 does nothing; syscall_32 makes a system call,
//    which returns to 64-bit code.
void enter_32(const struct far_pointer *code);
extern char nothing_32[], syscall_32[];
__asm__("        .section .text.code_32, \"ax\"\n"
        "enter_32:\n"
        "        ljmp *(%rdi)\n"
        "nothing_32:\n"
        "        .code32\n"
        "        ljmp $0x1B, $leave_32\n"
        "        .code64\n"
        "syscall_32:\n"
        "        syscall\n"
        "leave_32:\n"
        "        ret\n"
        "        .previous\n");

void
attack_by_local_descriptors(void) {
    LOOK_UP("lar %1, %%eax");
    LOOK_UP("lsl %1, %%eax");
    LOOK_UP("verr %w1");
    LOOK_UP("verw %w1");
    ACT("ldt", "a local data segment into %gs", "mov %0, %%gs" : : "r"(LOCAL_DATA));
    ACT("ldt", "a local data segment into %ss", "mov %0, %%ss" : : "r"(LOCAL_DATA));

    ACT("ldt", "into the kernel by a local call gate", "lea 1f(%%rip), %%rcx; lcall *%0; 1:"
        :
        : "m"((struct far_pointer) {0, LOCAL_GATE}), "a"(SYSCALL_GETPID)
        : "rcx", "r11", "memory");
    IN_CHILD("ldt", "code of 32 bits", "",
             enter_32(&(struct far_pointer) {(uint32_t) (uintptr_t) nothing_32, LOCAL_CODE_32});
             note(true));
    IN_CHILD("ldt,cstar", "a system call from code of 32 bits", "",
             enter_32(&(struct far_pointer) {(uint32_t) (uintptr_t) syscall_32, LOCAL_CODE_32});
             note(true));
}
