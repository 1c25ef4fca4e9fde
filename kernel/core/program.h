#ifndef WEENSY_PROGRAM_H
#define WEENSY_PROGRAM_H

// program.h: program images. An image is an ELF file in the disk image's copy, which starts on a
// page boundary. Anybody may have made it, so all of it is checked before anything is done with it.

#include "kernel-only.h"
#include "elf.h"
#include "x86-64.h"

typedef struct program {
    const char *name;  // lives as long as the kernel
    const char *image; // the file
    uint64_t entry;    // where it starts
    const elf_program_header *segments;
    unsigned nsegments;
} program;

// program_find(name, program)
//    Fills `*program`. Returns 0; E_NOENT: no program of that name; E_NOEXEC: its image is
//    malformed (elf-check.h has the rules), and the log says how.
int program_find(const char *name, program *program) must_check;

// program_entry(name)
//    The address of the program's process_main; 0 if there is no such program, or its image is
//    malformed.
uint64_t program_entry(const char *name);

// program_load(pt, program)
//    Maps the program's segments in the address space `pt`. Pages that are read-only are those of
//    the image itself. Returns 0 or E_NOMEM; then a part of it is mapped.
int program_load(x86_64_pagetable *pt, const program *program) must_check;

#endif
