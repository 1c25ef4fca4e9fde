#ifndef WEENSY_ELF_FILE_H
#define WEENSY_ELF_FILE_H

// elf-file.h: an executable's sections and symbols.

#include "dwarf.h"

struct elf_file {
    const char *path;
    struct bytes file;
};

// open_elf_file(path)
//    Opens a file. Fails with one line unless it is a whole executable for x86-64.
struct elf_file open_elf_file(const char *path);

// elf_section(e, name)
//    The bytes of the section `name`; none if there is no such section.
struct bytes elf_section(const struct elf_file *e, const char *name);

// function_at(e, address)
//    The name of the function that contains `address`. Assembly does not mark functions, so there
//    it is the last label up to `address`. "?" if there is none.
const char *function_at(const struct elf_file *e, uint64_t address);

#endif
