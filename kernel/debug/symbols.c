// symbols.c: searches ELF symbol tables, which may be malformed: any offset in them is checked.

#include "symbols.h"
#include "disk-image.h"
#include "elf.h"

// in_file(f, offset, size)
//    The `size` bytes at `offset` of `f`, or NULL if `f` has fewer.
static const void *
in_file(file f, uint64_t offset, uint64_t size) {
    return offset <= f.size && size <= f.size - offset ? f.data + offset : NULL;
}

// find_section(f, type)
//    The first section of that type, or NULL.
static const elf_section_header *
find_section(file f, uint32_t type) {
    const elf_header *eh = in_file(f, 0, sizeof(*eh));
    const elf_section_header *sections =
        eh != NULL ? in_file(f, eh->shoff, eh->shnum * sizeof(*sections)) : NULL;
    for (int i = 0; sections != NULL && i < eh->shnum; ++i) {
        if (sections[i].type == type) {
            return &sections[i];
        }
    }
    return NULL;
}

// is_printable_name(name, most)
//    Does a printable name of at most SYMBOL_NAME_MAX bytes end within `most` bytes?
static bool
is_printable_name(const char *name, uint64_t most) {
    for (uint64_t i = 0; i < most && i <= SYMBOL_NAME_MAX; ++i) {
        if (name[i] == '\0') {
            return true;
        } else if (name[i] < ' ' || name[i] > '~') {
            return false;
        }
    }
    return false;
}

// symbol_name(f, symtab, symbol)
//    Its name, or "?".
static const char *
symbol_name(file f, const elf_section_header *symtab, const elf_symbol *symbol) {
    const elf_header *eh = (const elf_header *) f.data;
    if (symtab->link >= eh->shnum) {
        return "?";
    }
    const elf_section_header *section = (const elf_section_header *) (f.data + eh->shoff);
    const elf_section_header *strings = &section[symtab->link];
    const char *text = in_file(f, strings->offset, strings->size);
    bool good = text != NULL && symbol->name < strings->size
                && is_printable_name(text + symbol->name, strings->size - symbol->name);
    return good ? text + symbol->name : "?";
}

symbol
symbol_find(const char *file_name, uint64_t address) {
    file f = file_name != NULL ? disk_image_find(file_name) : (file) {NULL, NULL, 0};
    const elf_section_header *symtab = find_section(f, ELF_SECTION_SYMTAB);
    const elf_symbol *symbols = symtab != NULL ? in_file(f, symtab->offset, symtab->size) : NULL;
    for (uint64_t i = 0; symbols != NULL && i < symtab->size / sizeof(*symbols); ++i) {
        const elf_symbol *s = &symbols[i];
        bool is_function = (s->info & 0xF) == ELF_SYMBOL_FUNCTION;
        if (is_function && address >= s->value && address - s->value < s->size) {
            return (symbol) {symbol_name(f, symtab, s), address - s->value};
        }
    }
    return (symbol) {"?", 0};
}
