// mklines.c: makes the line table (lib/line-table.h) of an executable from its debugging
// information and its symbols.
//
//   mklines FILE >TABLE

#include "dwarf-frames.h"
#include "dwarf-lines.h"
#include "elf-file.h"
#include "host.h"
#include "line-table.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const tool_name = "mklines";

// The table while it grows.
struct table {
    line_entry *entries;
    uint32_t nentries;
    char *names;
    size_t names_size;
};

static struct line_rows line_rows(const struct elf_file *e);
static struct frame_rows frame_rows(const struct elf_file *e);
static struct table make_table(const struct elf_file *e, struct line_rows lines,
                               struct frame_rows frames);
static void write_table(const struct table *table);

int
main(int argc, char *argv[]) {
    if (argc != 2) {
        fail("usage: mklines FILE >TABLE");
    }
    struct elf_file e = open_elf_file(argv[1]);
    struct table table = make_table(&e, line_rows(&e), frame_rows(&e));
    write_table(&table);
    return 0;
}

// Rows, sorted by address: in the file they are sorted only within a function or source file. If
// several rows have the same address, the last one counts, so these keep their order.

static int
compare(const void *a, const void *b) {
    const struct row_place *x = a, *y = b; // a row begins with its place
    return x->address != y->address ? (x->address < y->address ? -1 : 1)
                                    : (x->number < y->number ? -1 : x->number > y->number);
}

static struct line_rows
line_rows(const struct elf_file *e) {
    struct line_rows rows =
        read_line_rows(e->path, elf_section(e, ".debug_line"), elf_section(e, ".debug_line_str"),
                       elf_section(e, ".debug_str"));
    qsort(rows.row, rows.n, sizeof(*rows.row), compare);
    return rows;
}

static struct frame_rows
frame_rows(const struct elf_file *e) {
    struct frame_rows rows = read_frame_rows(e->path, elf_section(e, ".debug_frame"));
    qsort(rows.row, rows.n, sizeof(*rows.row), compare);
    return rows;
}

// The table

static size_t
table_size(const struct table *table) {
    return sizeof(line_table) + table->nentries * sizeof(line_entry);
}

// store_name(table, name)
//    Stores a name, unless the table has it already. Returns its offset from the first name.
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
    return a->function == b->function && a->file == b->file && a->line == b->line
           && a->no_frame == b->no_frame;
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

static line_entry
entry_of(const struct elf_file *e, struct table *table, const struct line_row *row) {
    line_entry entry = {.line = row->line};
    if (row->line > 0) {
        entry.function = store_name(table, function_at(e, row->place.address));
        entry.file = store_name(table, row->file);
    }
    return entry;
}

// make_table(e, lines, frames)
//    Makes an entry at each place that has a row of either kind.
static struct table
make_table(const struct elf_file *e, struct line_rows lines, struct frame_rows frames) {
    struct table table = {.entries = allocate((lines.n + frames.n + 1) * sizeof(line_entry))};
    store_name(&table, ""); // so that no name is at 0
    line_entry entry = {.line = 0};
    bool no_frame = false;
    for (size_t l = 0, f = 0; l < lines.n || f < frames.n;) {
        bool line_is_next =
            f == frames.n
            || (l < lines.n && lines.row[l].place.address <= frames.row[f].place.address);
        uint64_t address = line_is_next ? lines.row[l].place.address : frames.row[f].place.address;
        if (line_is_next) {
            entry = entry_of(e, &table, &lines.row[l++]);
        } else {
            no_frame = frames.row[f++].no_frame;
        }
        entry.address = (uint32_t) address;
        entry.no_frame = no_frame;
        add_entry(&table, entry);
    }
    for (uint32_t i = 0; i < table.nentries; ++i) { // the names come after the entries
        line_entry *at = &table.entries[i];
        at->function += at->function ? (uint32_t) table_size(&table) : 0;
        at->file += (uint32_t) table_size(&table);
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
