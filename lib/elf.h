#ifndef WEENSY_ELF_H
#define WEENSY_ELF_H

// elf.h: the parts of the ELF-64 object file format that a loader and a symbol look-up need
// (System V ABI, "Object Files"; AMD64 supplement).

#include "types.h"

#define ELF_MAGIC 0x464C457FU // 0x7F 'E' 'L' 'F', little-endian

enum {
    ELF_CLASS_64 = 2,
    ELF_DATA_LITTLE_ENDIAN = 1,
    ELF_VERSION = 1,
    ELF_TYPE_EXECUTABLE = 2,
    ELF_MACHINE_X86_64 = 62,
};

typedef struct elf_header {
    uint32_t magic;
    uint8_t class;
    uint8_t data;
    uint8_t ident_version;
    uint8_t padding[9];
    uint16_t type;
    uint16_t machine;
    uint32_t version;
    uint64_t entry;
    uint64_t phoff; // program headers: offset in the file
    uint64_t shoff; // section headers: offset in the file
    uint32_t flags;
    uint16_t ehsize;
    uint16_t phentsize;
    uint16_t phnum;
    uint16_t shentsize;
    uint16_t shnum;
    uint16_t shstrndx;
} elf_header;

enum {
    ELF_SEGMENT_LOAD = 1,

    ELF_SEGMENT_EXECUTABLE = 1, // program header flags
    ELF_SEGMENT_WRITABLE = 2,
    ELF_SEGMENT_READABLE = 4,
};

typedef struct elf_program_header {
    uint32_t type;
    uint32_t flags;
    uint64_t offset; // in the file
    uint64_t va;
    uint64_t pa;
    uint64_t filesz;
    uint64_t memsz;
    uint64_t align;
} elf_program_header;

enum { ELF_SECTION_SYMTAB = 2 };

typedef struct elf_section_header {
    uint32_t name;
    uint32_t type;
    uint64_t flags;
    uint64_t addr;
    uint64_t offset; // in the file
    uint64_t size;
    uint32_t link; // of a symbol table: the section of its strings
    uint32_t info;
    uint64_t addralign;
    uint64_t entsize;
} elf_section_header;

enum { ELF_SYMBOL_NOTYPE = 0, ELF_SYMBOL_FUNCTION = 2 }; // in the low 4 bits of info

typedef struct elf_symbol {
    uint32_t name; // offset in the string section
    uint8_t info;
    uint8_t other;
    uint16_t shndx;
    uint64_t value;
    uint64_t size;
} elf_symbol;

_Static_assert(sizeof(elf_header) == 64, "elf_header has the size the file format gives it");
_Static_assert(sizeof(elf_program_header) == 56, "elf_program_header likewise");
_Static_assert(sizeof(elf_section_header) == 64, "elf_section_header likewise");
_Static_assert(sizeof(elf_symbol) == 24, "elf_symbol likewise");

#endif
