// program.c: checks program images and maps them.

#include "program.h"
#include "address-space.h"
#include "direct-map.h"
#include "disk-image.h"
#include "errors.h"
#include "math.h"
#include "memory-layout.h"
#include "string.h"
#include "vmiter.h"

#define SEGMENTS_END (MEMSIZE_VIRTUAL - 2 * PAGESIZE) // then a guard page and the stack

static bool segments_are_valid(const program *program, size_t file_size);
static bool segment_is_valid(const elf_program_header *ph, size_t file_size);
static bool segments_overlap(const elf_program_header *a, const elf_program_header *b);

// is_empty(ph)
//    Linkers leave such segments where a program has, say, no data.
static bool
is_empty(const elf_program_header *ph) {
    return ph->type == ELF_SEGMENT_LOAD && ph->memsz == 0 && ph->filesz == 0;
}

int
program_find(const char *name, program *program) {
    file f = disk_image_find(name);
    if (f.name == NULL || strcmp(name, "kernel") == 0) {
        return E_NOENT;
    }
    const elf_header *eh = (const elf_header *) f.data;
    if (!elf_header_is_valid(eh, f.size)) {
        return E_NOEXEC;
    }
    program->name = f.name;
    program->image = f.data;
    program->entry = eh->entry;
    program->segments = (const elf_program_header *) (f.data + eh->phoff);
    program->nsegments = eh->phnum;
    return segments_are_valid(program, f.size) ? 0 : E_NOEXEC;
}

static bool
segments_are_valid(const program *program, size_t file_size) {
    bool entry_is_valid = false;
    for (unsigned i = 0; i < program->nsegments; ++i) {
        const elf_program_header *ph = &program->segments[i];
        if (is_empty(ph)) {
            continue;
        } else if (!segment_is_valid(ph, file_size)) {
            return false;
        }
        for (unsigned j = 0; j < i; ++j) {
            if (!is_empty(&program->segments[j]) && segments_overlap(ph, &program->segments[j])) {
                return false;
            }
        }
        entry_is_valid |= (ph->flags & ELF_SEGMENT_EXECUTABLE) && program->entry >= ph->va
                          && program->entry - ph->va < ph->memsz;
    }
    return entry_is_valid;
}

static bool
segment_is_valid(const elf_program_header *ph, size_t file_size) {
    const uint32_t all_flags = ELF_SEGMENT_READABLE | ELF_SEGMENT_WRITABLE | ELF_SEGMENT_EXECUTABLE;
    const uint32_t w_and_x = ELF_SEGMENT_WRITABLE | ELF_SEGMENT_EXECUTABLE;
    return ph->type == ELF_SEGMENT_LOAD && (ph->flags & ~all_flags) == 0
           && (ph->flags & ELF_SEGMENT_READABLE) && (ph->flags & w_and_x) != w_and_x
           && ph->filesz <= ph->memsz && ph->offset <= file_size
           && ph->filesz <= file_size - ph->offset && ph->va >= PROC_START_ADDR
           && ph->va <= SEGMENTS_END && ph->memsz <= SEGMENTS_END - ph->va
           && ph->va % PAGESIZE == ph->offset % PAGESIZE;
}

static uint64_t
pages_start(const elf_program_header *ph) {
    return round_down(ph->va, PAGESIZE);
}

static uint64_t
pages_end(const elf_program_header *ph) {
    return round_up(ph->va + ph->memsz, PAGESIZE);
}

static bool
segments_overlap(const elf_program_header *a, const elf_program_header *b) {
    return pages_start(a) < pages_end(b) && pages_start(b) < pages_end(a);
}

uint64_t
program_entry(const char *name) {
    program program;
    return program_find(name, &program) == 0 ? program.entry : 0;
}


static int load_page(x86_64_pagetable *pt, const char *image, const elf_program_header *ph,
                     uint64_t va) must_check;

int
program_load(x86_64_pagetable *pt, const program *program) {
    for (unsigned i = 0; i < program->nsegments; ++i) {
        const elf_program_header *ph = &program->segments[i];
        for (uint64_t va = pages_start(ph); !is_empty(ph) && va < pages_end(ph); va += PAGESIZE) {
            int r = load_page(pt, program->image, ph, va);
            if (r < 0) {
                return r;
            }
        }
    }
    return 0;
}

// load_page(pt, image, ph, va)
//    Maps the page at `va` of segment `ph`: the image's own page if it is read-only and has no byte
//    that must be zero; else a copy.
static int
load_page(x86_64_pagetable *pt, const char *image, const elf_program_header *ph, uint64_t va) {
    uint64_t perm = PTE_P | PTE_U | (ph->flags & ELF_SEGMENT_WRITABLE ? PTE_W : 0)
                    | (ph->flags & ELF_SEGMENT_EXECUTABLE ? 0 : PTE_XD);
    uint64_t file_end = ph->va + ph->filesz, memory_end = ph->va + ph->memsz;
    bool has_zeros = file_end < memory_end && va + PAGESIZE > file_end;
    if (!(perm & PTE_W) && !has_zeros) {
        const char *page = image + round_down(ph->offset, PAGESIZE) + (va - pages_start(ph));
        return vmiter_try_map(vmiter_at(pt, va), kptr2pa(page), perm);
    }

    int r = address_space_alloc(pt, va, perm);
    uint64_t start = va < ph->va ? ph->va : va, end = min(va + PAGESIZE, file_end);
    if (r == 0 && start < end) {
        char *page = vmiter_kptr(vmiter_at(pt, va));
        memcpy(page + (start - va), image + ph->offset + (start - ph->va), end - start);
    }
    return r;
}
