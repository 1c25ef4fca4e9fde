// dwarf.c: how numbers and strings are stored (DWARF 5, 7.6).

#include "dwarf.h"
#include "host.h"

#include <string.h>

struct reader
reader_of(const char *path, struct bytes bytes) {
    return (struct reader) {bytes.data, bytes.data + bytes.size, path};
}

void
malformed(const struct reader *r) {
    fail("%s: its debugging information is malformed; " BUILD_ANEW, r->path);
}

struct reader
read_part(struct reader *r, uint64_t size) {
    if (size > (uint64_t) (r->end - r->next)) {
        malformed(r);
    }
    struct reader part = {r->next, r->next + size, r->path};
    r->next = part.end;
    return part;
}

uint64_t
read_number(struct reader *r, size_t size) {
    struct reader part = read_part(r, size);
    uint64_t value = 0;
    for (size_t i = 0; i < size && i < sizeof(value); ++i) {
        value |= (uint64_t) part.next[i] << 8 * i;
    }
    return value;
}

static uint64_t
read_leb128(struct reader *r, bool is_signed) {
    uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
        uint64_t byte = read_number(r, 1);
        value |= shift < 64 ? (byte & 0x7F) << shift : 0;
        if (byte & 0x80) {
            continue;
        }
        bool negative = is_signed && (byte & 0x40) && shift + 7 < 64;
        return negative ? value | ~0UL << (shift + 7) : value;
    }
}

uint64_t
read_unsigned(struct reader *r) {
    return read_leb128(r, false);
}

int64_t
read_signed(struct reader *r) {
    return (int64_t) read_leb128(r, true);
}

const char *
read_string(struct reader *r) {
    const char *s = (const char *) r->next;
    const uint8_t *nul = memchr(r->next, 0, (size_t) (r->end - r->next));
    if (!nul) {
        malformed(r);
    }
    r->next = nul + 1;
    return s;
}
