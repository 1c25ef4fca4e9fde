// dwarf-lines.c: runs line number programs (DWARF 5, 6.2; version 4 differs only in its header).
// Each compiled source file has one. It is a string of bytes for a state machine that has an
// address, a file and a line. The bytes change these, and say when they form a row of the table.

#include "dwarf-lines.h"
#include "host.h"

#include <stdlib.h>
#include <string.h>

// The sections with the names that the header refers to.
struct sections {
    struct bytes line_names, names;
};

struct header {
    unsigned version;
    unsigned instruction_length; // in bytes, of the processor's instructions: x86 has 1
    int line_base;
    unsigned line_range;
    unsigned opcode_base; // the first special opcode
    const uint8_t *opcode_lengths;
    char **files;
    size_t nfiles;
};

// Names

static const char *
string_of_section(const struct reader *r, struct bytes section, uint64_t offset) {
    if (offset >= section.size || !memchr(section.data + offset, 0, section.size - offset)) {
        malformed(r);
    }
    return (const char *) section.data + offset;
}

// What the entries of the header's tables contain, and the forms in which it is stored (7.22,
// 7.5.6).
enum { CONTENT_PATH = 1, CONTENT_DIRECTORY = 2 };
enum {
    FORM_BLOCK = 0x09,
    FORM_DATA1 = 0x0B,
    FORM_DATA2 = 0x05,
    FORM_DATA4 = 0x06,
    FORM_DATA8 = 0x07,
    FORM_DATA16 = 0x1E,
    FORM_LINE_STRING = 0x1F,
    FORM_STRING = 0x08,
    FORM_STRING_OFFSET = 0x0E,
    FORM_UNSIGNED = 0x0F,
};

struct value {
    const char *string; // NULL: a number
    uint64_t number;
};

static struct value
read_form(struct reader *r, const struct sections *sections, uint64_t form) {
    switch (form) {
    case FORM_STRING: return (struct value) {read_string(r), 0};
    case FORM_LINE_STRING:
        return (struct value) {string_of_section(r, sections->line_names, read_number(r, 4)), 0};
    case FORM_STRING_OFFSET:
        return (struct value) {string_of_section(r, sections->names, read_number(r, 4)), 0};
    case FORM_UNSIGNED: return (struct value) {NULL, read_unsigned(r)};
    case FORM_DATA1: return (struct value) {NULL, read_number(r, 1)};
    case FORM_DATA2: return (struct value) {NULL, read_number(r, 2)};
    case FORM_DATA4: return (struct value) {NULL, read_number(r, 4)};
    case FORM_DATA8: return (struct value) {NULL, read_number(r, 8)};
    case FORM_DATA16: return (struct value) {NULL, read_number(r, 16)};
    case FORM_BLOCK: read_part(r, read_unsigned(r)); return (struct value) {NULL, 0};
    default: malformed(r);
    }
}

struct name {
    const char *path;
    uint64_t directory;
};

struct names {
    struct name *name;
    size_t n;
};

static void
add_name(struct names *names, struct name name) {
    names->name = with_room(names->name, names->n, sizeof(name));
    names->name[names->n++] = name;
}

// read_names(r, sections)
//    Reads a table of version 5: a description of its entries, then the entries.
static struct names
read_names(struct reader *r, const struct sections *sections) {
    struct names names = {NULL, 0};
    uint64_t formats[2 * 255];
    uint64_t nformats = read_number(r, 1);
    for (uint64_t i = 0; i < 2 * nformats; ++i) {
        formats[i] = read_unsigned(r);
    }
    for (uint64_t n = read_unsigned(r); n > 0; --n) {
        struct name name = {NULL, 0};
        for (uint64_t i = 0; i < 2 * nformats; i += 2) {
            struct value value = read_form(r, sections, formats[i + 1]);
            if (formats[i] == CONTENT_PATH) {
                name.path = value.string;
            } else if (formats[i] == CONTENT_DIRECTORY) {
                name.directory = value.number;
            }
        }
        if (!name.path) {
            malformed(r);
        }
        add_name(&names, name);
    }
    return names;
}

// read_old_names(r, is_files)
//    Reads a table of version 4, which ends with an empty name. Its first entry has the number 1; 0
//    is the directory in which the compiler ran.
static struct names
read_old_names(struct reader *r, bool is_files) {
    struct names names = {NULL, 0};
    add_name(&names, (struct name) {"", 0});
    for (;;) {
        struct name name = {read_string(r), 0};
        if (name.path[0] == '\0') {
            return names;
        }
        if (is_files) {
            name.directory = read_unsigned(r);
            read_unsigned(r); // when it was last modified
            read_unsigned(r); // its length
        }
        add_name(&names, name);
    }
}

// full_name(r, directories, name)
//    The path of a file. Leaves out directory 0, in which the compiler ran.
static char *
full_name(const struct reader *r, struct names directories, struct name name) {
    if (name.directory >= directories.n) {
        malformed(r);
    }
    bool alone = name.directory == 0 || name.path[0] == '/';
    return alone ? text("%s", name.path)
                 : text("%s/%s", directories.name[name.directory].path, name.path);
}

// Programs

static struct header
read_header(struct reader *r, const struct sections *sections) {
    struct header h = {.version = (unsigned) read_number(r, 2)};
    if (h.version < 4 || h.version > 5) {
        fail("%s: its line number information has DWARF version %u; 4 or 5 is needed", r->path,
             h.version);
    } else if (h.version == 5) {
        read_number(r, 2); // bytes of an address, and of a segment selector
    }
    read_number(r, 4); // length of the header
    h.instruction_length = (unsigned) read_number(r, 1);
    read_number(r, 2); // operations per instruction; whether rows are statements by default
    h.line_base = (int8_t) read_number(r, 1);
    h.line_range = (unsigned) read_number(r, 1);
    h.opcode_base = (unsigned) read_number(r, 1);
    h.opcode_lengths = r->next;
    read_number(r, h.opcode_base ? h.opcode_base - 1 : 0);
    if (h.line_range == 0 || h.opcode_base == 0) {
        malformed(r);
    }
    struct names directories = h.version == 5 ? read_names(r, sections) : read_old_names(r, false);
    struct names files = h.version == 5 ? read_names(r, sections) : read_old_names(r, true);
    h.nfiles = files.n;
    h.files = allocate((files.n + 1) * sizeof(*h.files));
    for (size_t i = 0; i < files.n; ++i) {
        h.files[i] = full_name(r, directories, files.name[i]);
    }
    free(directories.name);
    free(files.name);
    return h;
}

struct state {
    uint64_t address;
    uint64_t file;
    int64_t line;
};

static const struct state state_at_start = {0, 1, 1};

static void
add_row(struct reader *r, struct line_rows *rows, const struct header *h, struct state s,
        bool ends) {
    if (s.file >= h->nfiles) {
        malformed(r);
    }
    rows->row = with_room(rows->row, rows->n, sizeof(*rows->row));
    rows->row[rows->n] =
        (struct line_row) {{s.address, rows->n}, h->files[s.file], ends ? 0 : (unsigned) s.line};
    rows->n += 1;
}

// The opcodes (6.2.5.2, 6.2.5.3)
enum {
    OP_EXTENDED = 0,
    OP_COPY = 1,
    OP_ADVANCE_PC = 2,
    OP_ADVANCE_LINE = 3,
    OP_SET_FILE = 4,
    OP_CONST_ADD_PC = 8,
    OP_FIXED_ADVANCE_PC = 9,

    EXTENDED_END_SEQUENCE = 1,
    EXTENDED_SET_ADDRESS = 2,
};

static void
run_extended(struct reader *r, struct line_rows *rows, const struct header *h, struct state *s) {
    uint64_t length = read_unsigned(r);
    struct reader rest = read_part(r, length);
    uint64_t opcode = read_number(&rest, 1);
    if (opcode == EXTENDED_END_SEQUENCE) {
        add_row(r, rows, h, *s, true);
        *s = state_at_start;
    } else if (opcode == EXTENDED_SET_ADDRESS) {
        s->address = read_number(&rest, length - 1);
    }
}

static void
run_standard(struct reader *r, struct line_rows *rows, const struct header *h, struct state *s,
             unsigned opcode) {
    switch (opcode) {
    case OP_COPY: add_row(r, rows, h, *s, false); break;
    case OP_ADVANCE_PC: s->address += read_unsigned(r) * h->instruction_length; break;
    case OP_ADVANCE_LINE: s->line += read_signed(r); break;
    case OP_SET_FILE: s->file = read_unsigned(r); break;
    case OP_CONST_ADD_PC:
        s->address += (255 - h->opcode_base) / h->line_range * h->instruction_length;
        break;
    case OP_FIXED_ADVANCE_PC: s->address += read_number(r, 2); break;
    default: // other opcodes do not matter here; the header says how many arguments each has
        for (unsigned n = h->opcode_lengths[opcode - 1]; n > 0; --n) {
            read_unsigned(r);
        }
    }
}

// run_special(h, s, opcode)
//    Advances both address and line: one byte says how far (6.2.5.1).
static void
run_special(const struct header *h, struct state *s, unsigned opcode) {
    unsigned adjusted = opcode - h->opcode_base;
    s->address += adjusted / h->line_range * h->instruction_length;
    s->line += h->line_base + (int) (adjusted % h->line_range);
}

static void
run_program(struct reader *r, const struct sections *sections, struct line_rows *rows) {
    struct header h = read_header(r, sections);
    struct state state = state_at_start;
    while (r->next < r->end) {
        unsigned opcode = (unsigned) read_number(r, 1);
        if (opcode >= h.opcode_base) {
            run_special(&h, &state, opcode);
            add_row(r, rows, &h, state, false);
        } else if (opcode == OP_EXTENDED) {
            run_extended(r, rows, &h, &state);
        } else {
            run_standard(r, rows, &h, &state, opcode);
        }
    }
    free(h.files);
}

struct line_rows
read_line_rows(const char *path, struct bytes lines, struct bytes line_names, struct bytes names) {
    struct line_rows rows = {NULL, 0};
    struct sections sections = {line_names, names};
    struct reader r = reader_of(path, lines);
    while (r.next < r.end) {
        struct reader program = read_part(&r, read_number(&r, 4)); // refuses 0xFFFFFFFF, which
        run_program(&program, &sections, &rows);                   // marks the 64-bit format
    }
    return rows;
}
