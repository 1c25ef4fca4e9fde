// entry.S: the ways into the kernel and out of it.
//
// A process's registers are saved once, straight to where they stay. exception_return(regs) tells the
// processor to switch to the end of `regs` as its stack when the process is next interrupted. So the
// processor's pushes and ours fill `regs` from its end. The C code then runs on the kernel stack, which
// is empty at every entry from user mode.

#include "machine-offsets.h"
#include "memory-layout.h"
#include "segments.h"

#define FLAGS_OF_USERS 0xCD5       // kept for a process: CF PF AF ZF SF DF OF
#define FLAGS_ALWAYS 0x202         // bit 1, which is always set, and IF

        .section .text
        .code64

// kernel_entry: where the loader starts the kernel; %rdi has the address of boot_info.
        .globl  kernel_entry
kernel_entry:
        movl    $KERNEL_STACK_TOP, %esp
        xorl    %ebp, %ebp              // the chain of frames ends here
        pushq   $0                      // a return address, as after a call
        jmp     machine_start

.macro PUSH_GENERAL_REGISTERS
        .irp    register, r15, r14, r13, r12, r11, r10, r9, r8, rdi, rsi, rbp, rbx, rdx, rcx, rax
        pushq   %\register
        .endr
.endm

.macro POP_GENERAL_REGISTERS
        .irp    register, rax, rcx, rdx, rbx, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15
        popq    %\register
        .endr
        addq    $16, %rsp               // reg_intno, reg_errcode
.endm

#define LOAD(register) movq REG_##register - REG_rip(%rsp), %register;

// vector_entries: entry points for the 256 vectors, VECTOR_ENTRY_SIZE bytes each. The processor pushes
// an error code for some exceptions only; the others push a 0 here, so that all stacks look the same.
        .balign VECTOR_ENTRY_SIZE
        .globl  vector_entries
vector_entries:
        .set    vector, 0
        .rept   256
        .balign VECTOR_ENTRY_SIZE
        .if vector >= VECTOR_IRQ || !(VECTORS_WITH_ERROR_CODE >> (vector & 31) & 1)
        pushq   $0
        .endif
        pushq   $vector
        jmp     trap_entry
        .set    vector, vector + 1
        .endr

// trap_entry: the way in for exceptions and interrupts.
trap_entry:
        PUSH_GENERAL_REGISTERS
        movq    %rsp, %rdi              // regs
        xorl    %ebp, %ebp              // a backtrace ends here
        testb   $3, REG_cs(%rdi)
        jz      trap_from_kernel
        movl    $KERNEL_STACK_TOP, %esp
        pushq   $2                      // clean flags, without the user's AC, NT, ...
        popfq
        call    trap
        jmp     return_to_interrupted

// trap_from_kernel: a fault of the kernel, or an interrupt while it waits. Returns to where it was.
trap_from_kernel:
        movq    %rdi, %rbx
        call    trap
        movq    %rbx, %rsp
        POP_GENERAL_REGISTERS
        iretq

// syscall_entry: the way in for `syscall`, which has saved %rip in %rcx and the flags in %r11, and
// cleared the flags in FMASK.
        .globl  syscall_entry
syscall_entry:
        movq    %rsp, user_stack_pointer
        movq    kernel_task_state + TASK_STATE_RSP0, %rsp
        pushq   $SEGMENT_USER_DATA      // up to %rcx: what the processor pushes for an interrupt
        pushq   user_stack_pointer
        pushq   %r11
        pushq   $SEGMENT_USER_CODE
        pushq   %rcx
        pushq   $0                      // no error code
        pushq   $VECTOR_SYSCALL
        PUSH_GENERAL_REGISTERS
        movq    %rsp, %rdi              // regs
        movl    $KERNEL_STACK_TOP, %esp
        xorl    %ebp, %ebp
        call    syscall

        // Back to the same process, with the result in %rax. C functions have preserved %rbx and %r12 to
        // %r15, and the segment registers are still the process's.
        movq    kernel_task_state + TASK_STATE_RSP0, %rsp
        subq    $REGS_SIZE - REG_rip, %rsp
        andl    $(FLAGS_OF_USERS | FLAGS_ALWAYS), REG_rflags - REG_rip(%rsp)
        LOAD(rcx) LOAD(rdx) LOAD(rbp) LOAD(rsi) LOAD(rdi) LOAD(r8) LOAD(r9) LOAD(r10) LOAD(r11)
        iretq

return_to_interrupted:
        movq    kernel_task_state + TASK_STATE_RSP0, %rdi
        subq    $REGS_SIZE, %rdi

// exception_return(regs): goes to user mode with the registers `regs`, where the next trap saves them.
        .globl  exception_return
exception_return:
        leaq    REGS_SIZE(%rdi), %rax
        movq    %rax, kernel_task_state + TASK_STATE_RSP0
        andl    $(FLAGS_OF_USERS | FLAGS_ALWAYS), REG_rflags(%rdi)
        orl     $FLAGS_ALWAYS, REG_rflags(%rdi)
        xorl    %eax, %eax
        movl    %eax, %ds               // another process may have loaded segments
        movl    %eax, %es
        movl    %eax, %fs
        movl    %eax, %gs
        movq    %rdi, %rsp
        POP_GENERAL_REGISTERS
        iretq

// switch_to_loader(page_tables, loader): leaves this kernel for good, with interrupts off. The loader's
// page tables map this code at the same address.
        .globl  switch_to_loader
switch_to_loader:
        cli
        movq    %rdi, %cr3
        jmp     *%rsi

        .section .bss
        .balign 8
user_stack_pointer:
        .quad   0
