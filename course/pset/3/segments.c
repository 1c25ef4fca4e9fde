// segments.c: looks at its own segments in memory. check.py gives the program further ones, which
// lie in pages in all ways that the file format allows. Around their bytes, the file has others:
// 0xee.
//
// If only the first page of each segment is loaded as it should be, this program still runs and
// says what is wrong: it calls nothing of the library, so its code and constants fit into a page
// each.

#include "trial.h"

typedef struct segment {
    uintptr_t va, in_file, in_memory;
} segment;

// check.py reads this table. Between two segments there is a page that is not mapped.
static const segment segments[] = {
    {0x110F40, 0x2222,
     0x4000}, // starts in mid-page, crosses pages, ends in mid-page; zeros after the file's bytes
    {0x116008, 0x10, 0x10},     // a few bytes in mid-page
    {0x118FFC, 0x8, 0x8},       // across one border between pages
    {0x11B000, 0x1000, 0x1000}, // exactly one page
    {0x11D800, 0x0, 0x1000},    // nothing from the file
    {0x120000, 0x2801, 0x5000}, // the file's bytes end in mid-page, and zeros fill pages
    {0x126FFF, 0x1, 0x1002},    // the last byte of a page; zeros in the two pages after it
    {0x12A010, 0xFF0, 0x2000},  // ends with its page in the file; not in memory
    {0x12E123, 0x3000, 0x3000}, // three pages of bytes, in four pages
};

static unsigned char
pattern(uintptr_t addr) {
    uint32_t mixed = (uint32_t) addr * 0x9E3779B1;
    return (unsigned char) ((mixed ^ mixed >> 15) * 0x85EBCA6B >> 24 | 1);
}

// The sentence that says what is wrong, as it grows.
static char text[300], *at = text;

static void
say(const char *words) {
    while (*words != '\0' && at < text + sizeof(text) - 1) {
        *at++ = *words++;
    }
}

static void
say_number(uintptr_t number) {
    int digits = 1;
    while (digits < 16 && number >> 4 * digits != 0) {
        ++digits;
    }
    say("0x");
    while (digits-- > 0) {
        const char digit[2] = {"0123456789abcdef"[number >> 4 * digits & 15], '\0'};
        say(digit);
    }
}

static void
say_segment(const segment *s) {
    say("segment [");
    say_number(s->va);
    say(", ");
    say_number(s->va + s->in_memory);
    say("): ");
}

static void never_returns
end_wrong(void) {
    for (;;) {
        judge(JUDGE_WRONG, 0, (uintptr_t) text);
    }
}

static void never_returns
wrong_page(const segment *s, const char *words, uintptr_t page, const char *more) {
    say_segment(s);
    say(words);
    say_number(page);
    say(more);
    end_wrong();
}

static bool
is_as_at(uintptr_t addr, uintptr_t other) {
    for (unsigned i = 0; i < 8; ++i) {
        if (addr % PAGESIZE + i >= PAGESIZE || ((unsigned char *) addr)[i] != pattern(other + i)) {
            return false;
        }
    }
    return true;
}

// say_origin(s, addr)
//    Where the wrong byte at `addr` came from, as far as it is known.
static void
say_origin(const segment *s, uintptr_t addr) {
    const unsigned char seen = *(unsigned char *) addr;
    if (seen == 0xEE) {
        say(" (a byte of the file that is not the segment's)");
    } else if (seen == 0xA5) {
        say(" (old data: nobody cleared the page)");
    }
    for (uintptr_t other = s->va; seen != 0 && other < s->va + s->in_file; ++other) {
        if (is_as_at(addr, other)) {
            say(" (the byte of ");
            say_number(other);
            say(")");
            return;
        }
    }
}

static void never_returns
wrong_byte(const segment *s, uintptr_t addr, unsigned char expected) {
    say_segment(s);
    say("expected ");
    say_number(expected);
    say(" at ");
    say_number(addr);
    say(", seen ");
    say_number(*(unsigned char *) addr);
    say_origin(s, addr);
    say(addr < s->va                  ? ", before the segment's first byte"
        : addr < s->va + s->in_file   ? ", in the segment's page "
        : addr < s->va + s->in_memory ? ", after the bytes from the file"
                                      : ", after the segment's last byte");
    if (addr >= s->va && addr < s->va + s->in_file) {
        say_number(addr / PAGESIZE - s->va / PAGESIZE + 1);
    }
    end_wrong();
}

static void
require_loaded(const segment *s) {
    const uintptr_t first = round_down(s->va, PAGESIZE),
                    last = round_up(s->va + s->in_memory, PAGESIZE);
    for (uintptr_t page = first; page < last; page += PAGESIZE) {
        if (physical(page) == (uintptr_t) -1) {
            wrong_page(s, "the process has no page at ", page, "");
        }
    }
    for (uintptr_t addr = first; addr < last; ++addr) {
        unsigned char expected = addr >= s->va && addr < s->va + s->in_file ? pattern(addr) : 0;
        if (*(unsigned char *) addr != expected) {
            wrong_byte(s, addr, expected);
        }
    }
    if (physical(first - PAGESIZE) != (uintptr_t) -1) {
        wrong_page(s, "the process has a page at ", first - PAGESIZE,
                   ", before those of the segment");
    } else if (physical(last) != (uintptr_t) -1) {
        wrong_page(s, "the process has a page at ", last, ", after those of the segment");
    }
}

void
process_main(void) {
    for (unsigned i = 0; i < ARRAY_SIZE(segments); ++i) {
        require_loaded(&segments[i]);
    }
    trial_passed();
}
