// mklines.c: makes the line table (lib/line-table.h) of an executable from its debugging
// information and its symbols.
//
//   mklines FILE >TABLE
//
// Without debugging information the table has functions alone, and "?" for the files.

#include "dwarf-lines.h"
#include "elf.h"
#include "host.h"
#include "line-table.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const tool_name = "mklines";

struct executable {
    const char *path;
    struct bytes file;
};

// The table while it grows.
struct table {
    line_entry *entries;
    uint32_t nentries;
    char *names;
    size_t names_size;
};

static struct executable open_executable(const char *path);
static struct bytes section(const struct executable *e, const char *name);
static struct line_rows rows_by_address(const struct executable *e);
static struct table make_table(const struct executable *e, struct line_rows rows);
static void write_table(const struct table *table);

int
main(int argc, char *argv[]) {
    if (argc != 2) {
        fail("usage: mklines FILE >TABLE");
    }
    struct executable e = open_executable(argv[1]);
    struct table table = make_table(&e, rows_by_address(&e));
    write_table(&table);
    return 0;
}

#define BUILD_ANEW "'make clean', then 'make', builds it anew"

static struct executable
open_executable(const char *path) {
    size_t size;
    char *data = read_file(path, &size);
    if (!data) {
        fail("%s: %s", path, strerror(errno));
    }
    const elf_header *eh = (const elf_header *) data;
    if (!elf_header_is_valid(eh, size) || eh->shoff % sizeof(uint64_t) != 0 || eh->shoff > size
        || eh->shnum * sizeof(elf_section_header) > size - eh->shoff || eh->shstrndx >= eh->shnum) {
        fail("%s: not an executable for x86-64, or it is cut off; " BUILD_ANEW, path);
    }
    return (struct executable) {path, {(const uint8_t *) data, size}};
}

static const elf_section_header *
section_headers(const struct executable *e) {
    const elf_header *eh = (const elf_header *) e->file.data;
    return (const elf_section_header *) (e->file.data + eh->shoff);
}

static struct bytes
section_bytes(const struct executable *e, const elf_section_header *header) {
    if (header->offset > e->file.size || header->size > e->file.size - header->offset) {
        fail("%s: it is cut off; " BUILD_ANEW, e->path);
    }
    return (struct bytes) {e->file.data + header->offset, header->size};
}

// name_at(e, strings, offset)
static const char *
name_at(const struct executable *e, struct bytes strings, uint64_t offset) {
    if (offset >= strings.size || !memchr(strings.data + offset, 0, strings.size - offset)) {
        fail("%s: its names are malformed; " BUILD_ANEW, e->path);
    }
    return (const char *) strings.data + offset;
}

// section(e, name)
//    No bytes if there is no such section.
static struct bytes
section(const struct executable *e, const char *name) {
    const elf_header *eh = (const elf_header *) e->file.data;
    const elf_section_header *headers = section_headers(e);
    struct bytes names = section_bytes(e, &headers[eh->shstrndx]);
    for (unsigned i = 0; i < eh->shnum; ++i) {
        if (strcmp(name_at(e, names, headers[i].name), name) == 0) {
            return section_bytes(e, &headers[i]);
        }
    }
    return (struct bytes) {NULL, 0};
}

// Rows

// Of rows with one address the last holds: so it has to stay behind the others.
static int
compare_rows(const void *a, const void *b) {
    const struct line_row *const *x = a, *const *y = b;
    if ((*x)->address != (*y)->address) {
        return (*x)->address < (*y)->address ? -1 : 1;
    }
    return *x < *y ? -1 : 1;
}

static struct line_rows
rows_by_address(const struct executable *e) {
    struct line_rows rows = read_line_rows(e->path, section(e, ".debug_line"),
                                           section(e, ".debug_line_str"), section(e, ".debug_str"));
    struct line_row **pointers = allocate((rows.n + 1) * sizeof(*pointers));
    struct line_rows sorted = {allocate((rows.n + 1) * sizeof(*rows.row)), rows.n};
    for (size_t i = 0; i < rows.n; ++i) {
        pointers[i] = &rows.row[i];
    }
    qsort(pointers, rows.n, sizeof(*pointers), compare_rows);
    for (size_t i = 0; i < rows.n; ++i) {
        sorted.row[i] = *pointers[i];
    }
    return sorted;
}

// Functions

struct symbols {
    const elf_symbol *symbol;
    size_t n;
    struct bytes names;
};

static struct symbols
symbols_of(const struct executable *e) {
    const elf_header *eh = (const elf_header *) e->file.data;
    const elf_section_header *headers = section_headers(e);
    for (unsigned i = 0; i < eh->shnum; ++i) {
        if (headers[i].type == ELF_SECTION_SYMTAB && headers[i].link < eh->shnum) {
            struct bytes table = section_bytes(e, &headers[i]);
            return (struct symbols) {(const elf_symbol *) table.data,
                                     table.size / sizeof(elf_symbol),
                                     section_bytes(e, &headers[headers[i].link])};
        }
    }
    return (struct symbols) {NULL, 0, {NULL, 0}};
}

// function_at(e, symbols, address)
//    The function that has `address`; of assembly, which says nothing about functions, the last
//    label before it.
static const char *
function_at(const struct executable *e, const struct symbols *symbols, uint64_t address) {
    const elf_symbol *label = NULL;
    for (size_t i = 0; i < symbols->n; ++i) {
        const elf_symbol *s = &symbols->symbol[i];
        int type = s->info & 0xF;
        if (type == ELF_SYMBOL_FUNCTION && address - s->value < s->size) {
            return name_at(e, symbols->names, s->name);
        } else if (type == ELF_SYMBOL_NOTYPE && s->name != 0 && s->value <= address
                   && (label == NULL || s->value > label->value)) {
            label = s;
        }
    }
    return label ? name_at(e, symbols->names, label->name) : "?";
}

// The table

static size_t
table_size(const struct table *table) {
    return sizeof(line_table) + table->nentries * sizeof(line_entry);
}

// store_name(table, name)
//    Where the name is, from the start of all names; each is stored once.
static uint32_t
store_name(struct table *table, const char *name) {
    for (size_t i = 0; i < table->names_size; i += strlen(table->names + i) + 1) {
        if (strcmp(table->names + i, name) == 0) {
            return (uint32_t) i;
        }
    }
    size_t at = table->names_size, size = strlen(name) + 1;
    table->names = realloc(table->names, at + size);
    if (!table->names) {
        fail("out of memory");
    }
    memcpy(table->names + at, name, size);
    table->names_size += size;
    return (uint32_t) at;
}

static bool
says_the_same(const line_entry *a, const line_entry *b) {
    return a->function == b->function && a->file == b->file && a->line == b->line;
}

static void
add_entry(struct table *table, line_entry entry) {
    line_entry *last = table->nentries ? &table->entries[table->nentries - 1] : NULL;
    if (last && last->address == entry.address) {
        *last = entry;
    } else if (!last || !says_the_same(last, &entry)) {
        table->entries[table->nentries++] = entry;
    }
}

static struct table
make_table(const struct executable *e, struct line_rows rows) {
    struct table table = {.entries = allocate((rows.n + 1) * sizeof(line_entry))};
    struct symbols symbols = symbols_of(e);
    store_name(&table, ""); // so that no name is at 0
    for (size_t i = 0; i < rows.n; ++i) {
        const struct line_row *row = &rows.row[i];
        line_entry entry = {.address = (uint32_t) row->address};
        if (row->line > 0) {
            entry.function = store_name(&table, function_at(e, &symbols, row->address));
            entry.file = store_name(&table, row->file);
            entry.line = row->line;
        }
        add_entry(&table, entry);
    }
    for (uint32_t i = 0; i < table.nentries; ++i) {
        line_entry *entry = &table.entries[i];
        entry->function += entry->function ? (uint32_t) table_size(&table) : 0;
        entry->file += (uint32_t) table_size(&table);
    }
    return table;
}

static void
write_table(const struct table *table) {
    line_table header = {(uint32_t) (table_size(table) + table->names_size), table->nentries};
    fwrite(&header, sizeof(header), 1, stdout);
    fwrite(table->entries, sizeof(line_entry), table->nentries, stdout);
    fwrite(table->names, 1, table->names_size, stdout);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fail("cannot write the table: %s", strerror(errno));
    }
}
