// executable.c: says what is wrong with an executable before it gets into a disk image.

#include "executable.h"
#include "elf.h"
#include "host.h"
#include "memory-layout.h"

#include <inttypes.h>

// The memory that a kind of executable may have.
struct place {
    const char *name;
    uint64_t start, end; // addresses
    const char *advice;  // what to do if it does not fit
};

static const struct place program_place = {
    "a process's memory", PROC_START_ADDR, MEMSIZE_VIRTUAL - 2 * PAGESIZE,
    "make its variables smaller, or take memory with sys_page_alloc"};
static const struct place kernel_place = {"the kernel's memory", KERNEL_START_ADDR,
                                          KERNEL_STACK_BOTTOM, "make its variables smaller"};

static void check_executable(const char *path, const char *data, size_t size,
                             const struct place *place);

void
check_program(const char *path, const char *data, size_t size) {
    check_executable(path, data, size, &program_place);
}

void
check_kernel(const char *path, const char *data, size_t size) {
    check_executable(path, data, size, &kernel_place);
}

static void check_header(const char *path, const elf_header *eh, size_t size);
static void check_segment(const char *path, const elf_program_header *ph, size_t size,
                          const struct place *place);
static bool overlap(const elf_program_header *a, const elf_program_header *b);

static void
check_executable(const char *path, const char *data, size_t size, const struct place *place) {
    const elf_header *eh = (const elf_header *) data;
    check_header(path, eh, size);
    const elf_program_header *ph = (const elf_program_header *) (data + eh->phoff);
    bool entry_found = false;
    for (int i = 0; i < eh->phnum; ++i) {
        if (ph[i].type != ELF_SEGMENT_LOAD || ph[i].memsz == 0) {
            continue;
        }
        check_segment(path, &ph[i], size, place);
        for (int j = 0; j < i; ++j) {
            if (overlap(&ph[i], &ph[j])) {
                fail("%s: two of its segments overlap at %#" PRIx64 "; one of link/*.ld is wrong",
                     path, ph[i].va);
            }
        }
        entry_found |= (ph[i].flags & ELF_SEGMENT_EXECUTABLE) && eh->entry >= ph[i].va
                       && eh->entry - ph[i].va < ph[i].memsz;
    }
    if (!entry_found) {
        fail("%s: its entry point, %#" PRIx64 ", is not in its code; a program starts at its"
             " function process_main",
             path, eh->entry);
    }
}

static void
check_header(const char *path, const elf_header *eh, size_t size) {
    if (size < sizeof(*eh) || eh->magic != ELF_MAGIC) {
        fail("%s: not a program (no ELF file); " BUILD_ANEW, path);
    } else if (eh->class != ELF_CLASS_64 || eh->machine != ELF_MACHINE_X86_64) {
        fail("%s: not for x86-64; look at CC and CROSS, then " BUILD_ANEW, path);
    } else if (eh->type != ELF_TYPE_EXECUTABLE) {
        fail("%s: not linked to run at a fixed address; look at LDFLAGS, then " BUILD_ANEW, path);
    } else if (eh->phnum > ELF_SEGMENTS_MAX) {
        fail("%s: it has %u segments, more than %d; look at LDFLAGS and link/, then " BUILD_ANEW,
             path, (unsigned) eh->phnum, ELF_SEGMENTS_MAX);
    } else if (!elf_header_is_valid(eh, size)) {
        fail("%s: its ELF header is malformed, or it is cut off; " BUILD_ANEW, path);
    }
}

static void
check_segment(const char *path, const elf_program_header *ph, size_t size,
              const struct place *place) {
    if (ph->offset > size || ph->filesz > size - ph->offset || ph->filesz > ph->memsz) {
        fail("%s: it is cut off, or its ELF header is malformed; " BUILD_ANEW, path);
    } else if (ph->va < place->start || ph->va > place->end || ph->memsz > place->end - ph->va) {
        fail("%s: %" PRIu64 " bytes at %#" PRIx64 " do not fit into %s, %#" PRIx64 " to %#" PRIx64
             "; %s",
             path, ph->memsz, ph->va, place->name, place->start, place->end, place->advice);
    }
}

static bool
overlap(const elf_program_header *a, const elf_program_header *b) {
    return a->memsz > 0 && b->memsz > 0 && b->type == ELF_SEGMENT_LOAD && a->va < b->va + b->memsz
           && b->va < a->va + a->memsz;
}
