// segments.c: looks at its own segments in memory. check.py gives the program further ones, which lie in pages in all ways
// that the file format allows. Around their bytes, the file has others: 0xee.

#include "trial.h"

typedef struct segment {
    uintptr_t va, in_file, in_memory;
} segment;

// check.py reads this table. Between two segments there is a page that is not mapped.
static const segment segments[] = {
    {0x110F40, 0x2222, 0x4000}, // starts in mid-page, crosses pages, ends in mid-page; zeros after the file's bytes
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
    return (unsigned char) (addr * 0x9E3779B1 >> 12 | 1);
}

// place(s, addr)
//    What should be at `addr`, in words.
static const char *
place(const segment *s, uintptr_t addr) {
    static char text[100];
    if (addr < s->va) {
        return "before the segment's first byte, in its page";
    } else if (addr >= s->va + s->in_memory) {
        return "after the segment's last byte, in its page";
    } else if (addr >= s->va + s->in_file) {
        return "after the bytes that are in the file";
    }
    snprintf(text, sizeof(text), "byte %#lx of those in the file, page %lu of the segment", addr - s->va,
             addr / PAGESIZE - s->va / PAGESIZE + 1);
    return text;
}

// came_from(seen, addr)
//    Where a wrong byte came from, in words, as far as it is known.
static const char *
came_from(unsigned char seen, uintptr_t addr) {
    static char text[60];
    if (seen == 0xEE) {
        return " (a byte of the file that is not the segment's)";
    } else if (seen == 0xA5) {
        return " (old data, from a page that nobody cleared)";
    }
    const unsigned char *bytes = (const unsigned char *) addr;
    for (unsigned shift = 1; shift < PAGESIZE; ++shift) { // three bytes in a row are no accident
        if (addr % PAGESIZE < PAGESIZE - 3 && seen == pattern(addr + shift) && bytes[1] == pattern(addr + shift + 1)
            && bytes[2] == pattern(addr + shift + 2)) {
            snprintf(text, sizeof(text), " (as at %#lx: %#x bytes too early)", addr + shift, shift);
            return text;
        } else if (addr % PAGESIZE < PAGESIZE - 3 && seen == pattern(addr - shift) && bytes[1] == pattern(addr - shift + 1)
                   && bytes[2] == pattern(addr - shift + 2)) {
            snprintf(text, sizeof(text), " (as at %#lx: %#x bytes too late)", addr - shift, shift);
            return text;
        }
    }
    return "";
}

static void
require_loaded(const segment *s) {
    const uintptr_t first = round_down(s->va, PAGESIZE), last = round_up(s->va + s->in_memory, PAGESIZE);
    for (uintptr_t page = first; page < last; page += PAGESIZE) {
        require(0, judge(JUDGE_PHYSICAL, page, 0) != -1, "segment [%#lx, %#lx): the process has no page at %#lx", s->va,
                s->va + s->in_memory, page);
    }
    for (uintptr_t addr = first; addr < last; ++addr) {
        unsigned char seen = *(unsigned char *) addr;
        unsigned char expected = addr >= s->va && addr < s->va + s->in_file ? pattern(addr) : 0;
        require(0, seen == expected, "segment [%#lx, %#lx): expected %#x at %#lx, seen %#x%s; the address is %s", s->va,
                s->va + s->in_memory, expected, addr, seen, came_from(seen, addr), place(s, addr));
    }
    require(0, judge(JUDGE_PHYSICAL, first - PAGESIZE, 0) == -1,
            "segment [%#lx, %#lx): the process has a page at %#lx, before those of the segment", s->va, s->va + s->in_memory,
            first - PAGESIZE);
    require(0, judge(JUDGE_PHYSICAL, last, 0) == -1,
            "segment [%#lx, %#lx): the process has a page at %#lx, after those of the segment", s->va, s->va + s->in_memory, last);
}

void
process_main(void) {
    for (unsigned i = 0; i < ARRAY_SIZE(segments); ++i) {
        require_loaded(&segments[i]);
    }
    trial_passed();
}
