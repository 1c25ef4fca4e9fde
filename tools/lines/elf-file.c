// elf-file.c: finds sections and symbols in an executable, and trusts no offset or size in it.

#include "elf-file.h"
#include "elf-check.h"
#include "host.h"

#include <string.h>

struct elf_file
open_elf_file(const char *path) {
    size_t size;
    char *data = read_needed_file(path, &size);
    const elf_header *eh = (const elf_header *) data;
    if (elf_check_header(eh, size) != ELF_RULES_KEPT || eh->shoff % sizeof(uint64_t) != 0
        || eh->shoff > size || eh->shnum * sizeof(elf_section_header) > size - eh->shoff
        || eh->shstrndx >= eh->shnum) {
        fail("%s: not an executable for x86-64, or it is cut off; " BUILD_ANEW, path);
    }
    return (struct elf_file) {path, {(const uint8_t *) data, size}};
}

static const elf_header *
header_of(const struct elf_file *e) {
    return (const elf_header *) e->file.data;
}

static const elf_section_header *
section_headers(const struct elf_file *e) {
    return (const elf_section_header *) (e->file.data + header_of(e)->shoff);
}

static struct bytes
section_bytes(const struct elf_file *e, const elf_section_header *header) {
    if (header->offset > e->file.size || header->size > e->file.size - header->offset) {
        fail("%s: it is cut off; " BUILD_ANEW, e->path);
    }
    return (struct bytes) {e->file.data + header->offset, header->size};
}

static const char *
name_at(const struct elf_file *e, struct bytes names, uint64_t offset) {
    if (offset >= names.size || !memchr(names.data + offset, 0, names.size - offset)) {
        fail("%s: its names are malformed; " BUILD_ANEW, e->path);
    }
    return (const char *) names.data + offset;
}

struct bytes
elf_section(const struct elf_file *e, const char *name) {
    const elf_section_header *headers = section_headers(e);
    struct bytes names = section_bytes(e, &headers[header_of(e)->shstrndx]);
    for (unsigned i = 0; i < header_of(e)->shnum; ++i) {
        if (strcmp(name_at(e, names, headers[i].name), name) == 0) {
            return section_bytes(e, &headers[i]);
        }
    }
    return (struct bytes) {NULL, 0};
}

const char *
function_at(const struct elf_file *e, uint64_t address) {
    struct bytes table = elf_section(e, ".symtab"), names = elf_section(e, ".strtab");
    const elf_symbol *symbols = (const elf_symbol *) table.data, *label = NULL;
    for (size_t i = 0; i < table.size / sizeof(*symbols); ++i) {
        const elf_symbol *s = &symbols[i];
        int type = s->info & 0xF;
        if (type == ELF_SYMBOL_FUNCTION && address - s->value < s->size) {
            return name_at(e, names, s->name);
        }
        bool is_label = type == ELF_SYMBOL_FUNCTION || (type == ELF_SYMBOL_NOTYPE && s->name != 0);
        if (is_label && s->value <= address && (label == NULL || s->value > label->value)) {
            label = s;
        }
    }
    return label ? name_at(e, names, label->name) : "?";
}
