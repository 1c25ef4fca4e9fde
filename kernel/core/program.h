#ifndef WEENSY_PROGRAM_H
#define WEENSY_PROGRAM_H

// program.h: program images. An image is an ELF file in the copy of the disk image, and starts on a
// page boundary. It may come from anywhere, so program_find checks all of it before its first use.

#include "kernel-only.h"
#include "elf.h"
#include "x86-64.h"

typedef struct program {
    const char *name;  // lives as long as the kernel
    const char *image; // the ELF file
    uint64_t entry;    // its entry point
    const elf_program_header *segments;
    unsigned nsegments;
} program;

// program_find(name, program)
//    Fills `*program`. Returns 0; E_NOENT: there is no program of that name; E_NOEXEC: its image is
//    malformed, and the log says which rule of elf-check.h it breaks.
int program_find(const char *name, program *program) must_check;

// program_entry(name)
//    The program's entry point; 0 if there is no such program, or its image is malformed.
uint64_t program_entry(const char *name);

// program_load(pt, program)
//    Maps the program's segments in page table `pt`. Read-only pages are the image's own pages,
//    where possible. Returns 0; or E_NOMEM, and then part of the program is mapped.
int program_load(x86_64_pagetable *pt, const program *program) must_check;

#endif
