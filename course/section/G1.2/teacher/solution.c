// The idea: sys_getsysname writes where it is told, so Eve points it at all of Alice's process_main, her first function. The
// letters of the name are not instructions that a process may execute, so Alice faults at her next step. The usual mistakes: a
// store of Eve's own, which needs no kernel at all, and an address whose bytes nothing needs any more, such as the very first
// instruction of a program that has already started.
// in user/eve.c
    // Exercise G1.2: your code here
    for (char *code = (char *) 0x140000; code < (char *) 0x140040; code += SYSNAME_SIZE / 2) {
        sys_getsysname(code);
    }
