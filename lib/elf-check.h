#ifndef WEENSY_ELF_CHECK_H
#define WEENSY_ELF_CHECK_H

// elf-check.h: the rules for executables. The tool that puts one into a disk image and the kernel
// or loader that takes it out ask the same function: what the one lets pass, the other accepts.

#include "elf.h"
#include "math.h"
#include "memory-layout.h"

// How many segments an executable may have. Linkers make three or four; each is compared with the
// others, so many would keep the loader busy.
#define ELF_SEGMENTS_MAX 16

// RULE(constant, what is wrong with an executable that breaks it), in the order of the checks.
#define ELF_RULES(RULE)                                                                            \
    RULE(ELF_RULE_FORMAT, "it is not an ELF file")                                                 \
    RULE(ELF_RULE_PROCESSOR, "it is not for x86-64")                                               \
    RULE(ELF_RULE_LINKED, "it is not linked to run at a fixed address")                            \
    RULE(ELF_RULE_HEADER, "its ELF header is malformed")                                           \
    RULE(ELF_RULE_SEGMENTS, "it has too many segments")                                            \
    RULE(ELF_RULE_WHOLE, "it is cut off")                                                          \
    RULE(ELF_RULE_LOAD, "it has a segment of another type than PT_LOAD")                           \
    RULE(ELF_RULE_PERMISSIONS,                                                                     \
         "it has a segment that is not readable, or both writable and executable")                 \
    RULE(ELF_RULE_SIZES, "it has a segment that is larger in the file than in memory")             \
    RULE(ELF_RULE_PLACE, "it has a segment that does not fit into its memory")                     \
    RULE(ELF_RULE_OFFSET, "it has a segment that starts elsewhere in a page than in the file")     \
    RULE(ELF_RULE_PAGES, "two of its segments share a page")                                       \
    RULE(ELF_RULE_ENTRY, "its entry point is not in its code")

#define ELF_RULE_CONSTANT(constant, text) constant,
typedef enum elf_rule { ELF_RULES_KEPT, ELF_RULES(ELF_RULE_CONSTANT) } elf_rule;

// elf_rule_text(rule)
//    What is wrong with an executable that breaks the rule.
static inline const char *
elf_rule_text(elf_rule rule) {
#define ELF_RULE_TEXT(constant, text) [constant] = text,
    static const char *const texts[] = {ELF_RULES(ELF_RULE_TEXT)};
    return texts[rule];
}

// elf_check_program(data, size), elf_check_kernel(data, size)
//    The first rule that the `size` bytes at `data`, a multiple of 8, break as a program or as the
//    kernel; ELF_RULES_KEPT if they can be loaded. The rules: this is an ELF file for x86-64,
//    linked to run at a fixed address, of at most ELF_SEGMENTS_MAX segments. Each segment is of
//    type PT_LOAD; lies in the file, and in the process's memory below the stack's guard page, or
//    in the kernel's memory; is not larger in the file than in memory; starts at the same offset in
//    a page in both; is readable, and not both writable and executable; and shares no page with
//    another. The entry point is in an executable one. Empty segments do not count.
static inline elf_rule elf_check_program(const void *data, size_t size);
static inline elf_rule elf_check_kernel(const void *data, size_t size);

// elf_segments(eh)
//    The program headers of an executable whose header has been checked; there are eh->phnum.
static inline const elf_program_header *
elf_segments(const elf_header *eh) {
    return (const elf_program_header *) ((const char *) eh + eh->phoff);
}

// elf_segment_is_empty(ph)
//    Linkers leave such segments where an executable has, say, no data.
static inline bool
elf_segment_is_empty(const elf_program_header *ph) {
    return ph->type == ELF_SEGMENT_LOAD && ph->memsz == 0 && ph->filesz == 0;
}

// elf_pages_start(ph), elf_pages_end(ph)
//    The pages of a segment are [elf_pages_start, elf_pages_end).
static inline uint64_t
elf_pages_start(const elf_program_header *ph) {
    return round_down(ph->va, PAGESIZE);
}

static inline uint64_t
elf_pages_end(const elf_program_header *ph) {
    return round_up(ph->va + ph->memsz, PAGESIZE);
}

// elf_check_header(eh, size)
//    The rules for the header, of a file of `size` bytes.
static inline elf_rule
elf_check_header(const elf_header *eh, size_t size) {
    if (size < sizeof(*eh) || eh->magic != ELF_MAGIC) {
        return ELF_RULE_FORMAT;
    } else if (eh->class != ELF_CLASS_64 || eh->data != ELF_DATA_LITTLE_ENDIAN
               || eh->machine != ELF_MACHINE_X86_64) {
        return ELF_RULE_PROCESSOR;
    } else if (eh->type != ELF_TYPE_EXECUTABLE) {
        return ELF_RULE_LINKED;
    } else if (eh->ident_version != ELF_VERSION || eh->version != ELF_VERSION
               || eh->phentsize != sizeof(elf_program_header)
               || eh->phoff % sizeof(uint64_t) != 0) {
        return ELF_RULE_HEADER;
    } else if (eh->phnum > ELF_SEGMENTS_MAX) {
        return ELF_RULE_SEGMENTS;
    }
    bool whole = eh->phoff <= size && eh->phnum * sizeof(elf_program_header) <= size - eh->phoff;
    return whole ? ELF_RULES_KEPT : ELF_RULE_WHOLE;
}

// elf_check_segment(ph, size, start, end)
//    The rules for one segment: of a file of `size` bytes, in memory from `start` to `end`.
static inline elf_rule
elf_check_segment(const elf_program_header *ph, size_t size, uint64_t start, uint64_t end) {
    const uint32_t w_and_x = ELF_SEGMENT_WRITABLE | ELF_SEGMENT_EXECUTABLE;
    if (ph->type != ELF_SEGMENT_LOAD) {
        return ELF_RULE_LOAD;
    } else if ((ph->flags & ~(ELF_SEGMENT_READABLE | w_and_x)) != 0
               || !(ph->flags & ELF_SEGMENT_READABLE) || (ph->flags & w_and_x) == w_and_x) {
        return ELF_RULE_PERMISSIONS;
    } else if (ph->filesz > ph->memsz) {
        return ELF_RULE_SIZES;
    } else if (ph->offset > size || ph->filesz > size - ph->offset) {
        return ELF_RULE_WHOLE;
    } else if (ph->va < start || ph->va > end || ph->memsz > end - ph->va) {
        return ELF_RULE_PLACE;
    }
    return ph->va % PAGESIZE == ph->offset % PAGESIZE ? ELF_RULES_KEPT : ELF_RULE_OFFSET;
}

// elf_shares_page(ph, others, n)
//    Has one of the `n` segments at `others` a page of the segment `ph`?
static inline bool
elf_shares_page(const elf_program_header *ph, const elf_program_header *others, unsigned n) {
    bool shares = false;
    for (const elf_program_header *other = others; other < others + n; ++other) {
        shares |= !elf_segment_is_empty(other) && elf_pages_start(ph) < elf_pages_end(other)
                  && elf_pages_start(other) < elf_pages_end(ph);
    }
    return shares;
}

// elf_check_segments(eh, size, start, end)
//    The rules for all segments, and the entry point.
static inline elf_rule
elf_check_segments(const elf_header *eh, size_t size, uint64_t start, uint64_t end) {
    const elf_program_header *ph = elf_segments(eh);
    bool entry_in_code = false;
    for (unsigned i = 0; i < eh->phnum; ++i) {
        if (elf_segment_is_empty(&ph[i])) {
            continue;
        }
        elf_rule broken = elf_check_segment(&ph[i], size, start, end);
        if (broken != ELF_RULES_KEPT) {
            return broken;
        } else if (elf_shares_page(&ph[i], ph, i)) {
            return ELF_RULE_PAGES;
        }
        entry_in_code |= (ph[i].flags & ELF_SEGMENT_EXECUTABLE) && eh->entry >= ph[i].va
                         && eh->entry - ph[i].va < ph[i].memsz;
    }
    return entry_in_code ? ELF_RULES_KEPT : ELF_RULE_ENTRY;
}

static inline elf_rule
elf_check(const elf_header *eh, size_t size, uint64_t start, uint64_t end) {
    elf_rule broken = elf_check_header(eh, size);
    return broken != ELF_RULES_KEPT ? broken : elf_check_segments(eh, size, start, end);
}

static inline elf_rule
elf_check_program(const void *data, size_t size) {
    const uint64_t end = MEMSIZE_VIRTUAL - 2 * PAGESIZE; // then a guard page and the stack
    return elf_check(data, size, PROC_START_ADDR, end);
}

static inline elf_rule
elf_check_kernel(const void *data, size_t size) {
    return elf_check(data, size, KERNEL_START_ADDR, KERNEL_STACK_BOTTOM);
}

#endif
