#ifndef WEENSY_ELF_FILE_H
#define WEENSY_ELF_FILE_H

// elf-file.h: an executable's sections and symbols, as its debugging information needs them.

#include "dwarf.h"

struct elf_file {
    const char *path;
    struct bytes file;
};

// open_elf_file(path)
//    Opens a file. Fails with one line unless it is a whole executable for x86-64.
struct elf_file open_elf_file(const char *path);

// elf_section(e, name)
//    The bytes of a section; none if there is no such section.
struct bytes elf_section(const struct elf_file *e, const char *name);

// function_at(e, address)
//    The name of the function that has `address`; in assembly, which does not mark functions, the
//    last label before it. "?" if there is none.
const char *function_at(const struct elf_file *e, uint64_t address);

#endif
