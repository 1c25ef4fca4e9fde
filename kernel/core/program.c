// program.c: finds program images and maps them.

#include "program.h"
#include "address-space.h"
#include "direct-map.h"
#include "disk-image.h"
#include "elf-check.h"
#include "errors.h"
#include "log.h"
#include "math.h"
#include "string.h"
#include "vmiter.h"

int
program_find(const char *name, program *program) {
    file f = disk_image_find(name);
    if (f.name == NULL || strcmp(name, "kernel") == 0) {
        return E_NOENT;
    }
    elf_rule broken = elf_check_program(f.data, f.size);
    if (broken != ELF_RULES_KEPT) {
        log_printf("program '%s' is malformed: %s\n", name, elf_rule_text(broken));
        return E_NOEXEC;
    }
    const elf_header *eh = (const elf_header *) f.data;
    program->name = f.name;
    program->image = f.data;
    program->entry = eh->entry;
    program->segments = elf_segments(eh);
    program->nsegments = eh->phnum;
    return 0;
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
        bool empty = elf_segment_is_empty(ph);
        for (uint64_t va = elf_pages_start(ph); !empty && va < elf_pages_end(ph); va += PAGESIZE) {
            int r = load_page(pt, program->image, ph, va);
            if (r < 0) {
                return r;
            }
        }
    }
    return 0;
}

// load_page(pt, image, ph, va)
//    Maps the page at `va` of segment `ph`. That is the image's own page if it is read-only and the
//    file has all its bytes; else it is a copy, with zeros after the end of the file's bytes.
static int
load_page(x86_64_pagetable *pt, const char *image, const elf_program_header *ph, uint64_t va) {
    uint64_t perm = PTE_P | PTE_U | (ph->flags & ELF_SEGMENT_WRITABLE ? PTE_W : 0)
                    | (ph->flags & ELF_SEGMENT_EXECUTABLE ? 0 : PTE_XD);
    uint64_t file_end = ph->va + ph->filesz, memory_end = ph->va + ph->memsz;
    bool has_zeros = file_end < memory_end && va + PAGESIZE > file_end;
    if (!(perm & PTE_W) && !has_zeros) {
        const char *page = image + round_down(ph->offset, PAGESIZE) + (va - elf_pages_start(ph));
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
