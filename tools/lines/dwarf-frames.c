// dwarf-frames.c: runs call frame instructions (DWARF 5, 6.4.2). For each address of a function,
// they say how to find the caller's frame. What matters here is whether the stack pointer points to
// the return address.

#include "dwarf-frames.h"
#include "host.h"

// A common information entry: what the functions of a source file share (6.4.1).
struct common {
    uint64_t code_factor;
    struct reader instructions;
};

// Where the caller's frame ends: `offset` bytes after the address in register `reg`.
struct frame_state {
    uint64_t reg;
    uint64_t offset;
};

enum { REGISTER_RSP = 7 }; // AMD64 supplement, figure 3.36
enum { RETURN_ADDRESS_SIZE = 8 };

#define STATES_MAX 16 // how many can be remembered at the same time

struct machine {
    uint64_t address;
    struct frame_state state;
    struct frame_state remembered[STATES_MAX];
    unsigned nremembered;
};

static void
add_row(struct frame_rows *rows, uint64_t address, bool no_frame) {
    rows->row = with_room(rows->row, rows->n, sizeof(*rows->row));
    rows->row[rows->n] = (struct frame_row) {{address, rows->n}, no_frame};
    rows->n += 1;
}

static void
add_state(struct frame_rows *rows, const struct machine *m) {
    add_row(rows, m->address,
            m->state.reg == REGISTER_RSP && m->state.offset == RETURN_ADDRESS_SIZE);
}

// The instructions (7.24). The low six bits of the first three are an argument.
enum {
    ADVANCE = 0x40,
    OFFSET = 0x80,
    RESTORE = 0xC0,
    ARGUMENT = 0x3F,

    NOTHING = 0x00,
    SET_LOCATION = 0x01,
    ADVANCE_1 = 0x02,
    ADVANCE_2 = 0x03,
    ADVANCE_4 = 0x04,
    OFFSET_EXTENDED = 0x05,
    RESTORE_EXTENDED = 0x06,
    UNDEFINED = 0x07,
    SAME_VALUE = 0x08,
    IN_REGISTER = 0x09,
    REMEMBER_STATE = 0x0A,
    RESTORE_STATE = 0x0B,
    DEFINE_FRAME = 0x0C,
    DEFINE_FRAME_REGISTER = 0x0D,
    DEFINE_FRAME_OFFSET = 0x0E,
    DEFINE_FRAME_EXPRESSION = 0x0F,
    EXPRESSION = 0x10,
    ARGUMENTS_SIZE = 0x2E, // GNU's
};

static void
remember(const struct reader *r, struct machine *m) {
    if (m->nremembered == STATES_MAX) {
        malformed(r);
    }
    m->remembered[m->nremembered++] = m->state;
}

static void
restore(const struct reader *r, struct machine *m) {
    if (m->nremembered == 0) {
        malformed(r);
    }
    m->state = m->remembered[--m->nremembered];
}

// run_one(r, m, factor)
//    Executes an instruction. It may advance the address.
static void
run_one(struct reader *r, struct machine *m, uint64_t factor) {
    unsigned instruction = (unsigned) read_number(r, 1);
    switch (instruction & ~(unsigned) ARGUMENT) {
    case ADVANCE: m->address += (instruction & ARGUMENT) * factor; return;
    case OFFSET: read_unsigned(r); return;
    case RESTORE: return;
    default: break;
    }
    switch (instruction) {
    case NOTHING: return;
    case SET_LOCATION: m->address = read_number(r, 8); return;
    case ADVANCE_1: m->address += read_number(r, 1) * factor; return;
    case ADVANCE_2: m->address += read_number(r, 2) * factor; return;
    case ADVANCE_4: m->address += read_number(r, 4) * factor; return;
    case REMEMBER_STATE: remember(r, m); return;
    case RESTORE_STATE: restore(r, m); return;
    case DEFINE_FRAME:
        m->state.reg = read_unsigned(r);
        m->state.offset = read_unsigned(r);
        return;
    case DEFINE_FRAME_REGISTER: m->state.reg = read_unsigned(r); return;
    case DEFINE_FRAME_OFFSET: m->state.offset = read_unsigned(r); return;
    case OFFSET_EXTENDED:
    case IN_REGISTER:
        read_unsigned(r);
        read_unsigned(r);
        return;
    case RESTORE_EXTENDED:
    case UNDEFINED:
    case SAME_VALUE:
    case ARGUMENTS_SIZE: read_unsigned(r); return;
    case DEFINE_FRAME_EXPRESSION: read_part(r, read_unsigned(r)); return;
    case EXPRESSION:
        read_unsigned(r);
        read_part(r, read_unsigned(r));
        return;
    default: malformed(r);
    }
}

static void
run_all(struct reader *r, struct machine *m, uint64_t factor, struct frame_rows *rows) {
    while (r->next < r->end) {
        uint64_t address = m->address;
        struct machine before = *m;
        run_one(r, m, factor);
        if (rows && m->address != address) {
            add_state(rows, &before);
        }
    }
}

// read_common(r)
//    Reads the rest of a common information entry.
static struct common
read_common(struct reader *r) {
    uint64_t version = read_number(r, 1);
    const char *augmentation = read_string(r);
    if ((version != 1 && version != 3 && version != 4) || augmentation[0] != '\0') {
        malformed(r);
    }
    read_number(r, version == 4 ? 2 : 0); // bytes of an address, and of a segment selector
    struct common common = {.code_factor = read_unsigned(r)};
    read_signed(r); // the factor of offsets
    version == 1 ? (void) read_number(r, 1)
                 : (void) read_unsigned(r); // the return address's column
    common.instructions = *r;
    return common;
}

#define COMMON_ENTRY 0xFFFFFFFFU

// read_function(r, section, common_at, rows)
//    Reads the rest of a function's entry. Its common information entry is at offset `common_at` of
//    `section`.
static void
read_function(struct reader *r, struct reader section, uint64_t common_at,
              struct frame_rows *rows) {
    read_part(&section, common_at);
    struct reader entry = read_part(&section, read_number(&section, 4));
    if (read_number(&entry, 4) != COMMON_ENTRY) {
        malformed(r);
    }
    struct common common = read_common(&entry);
    struct machine machine = {.address = 0};
    run_all(&common.instructions, &machine, common.code_factor, NULL);
    machine.address = read_number(r, 8);
    uint64_t end = machine.address + read_number(r, 8);
    run_all(r, &machine, common.code_factor, rows);
    add_state(rows, &machine);
    add_row(rows, end, false);
}

struct frame_rows
read_frame_rows(const char *path, struct bytes frames) {
    struct frame_rows rows = {NULL, 0};
    struct reader section = reader_of(path, frames), r = section;
    while (r.next < r.end) {
        struct reader entry = read_part(&r, read_number(&r, 4));
        uint64_t common_at = read_number(&entry, 4);
        if (common_at != COMMON_ENTRY) {
            read_function(&entry, section, common_at, &rows);
        }
    }
    return rows;
}
