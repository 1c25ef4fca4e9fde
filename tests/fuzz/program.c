// program.c: the bytes are a program image. kernel/core/program.c refuses it if and only if it
// breaks a rule of elf-check.h, reads nothing after its end, and loads it into the process's pages
// as its segments say, and nowhere else.
//
// It would refuse all images of random bytes for their first four. So the bytes describe a
// well-formed image, and then changes to it: see make_image.

#include "test.h"
#include <sanitizer/asan_interface.h>
#include "fuzz.h"
#include "page-tables.h"
#include "simulated-memory.h"
#include "address-space.h"
#include "disk-image.h"
#include "elf-check.h"
#include "errors.h"
#include "kernel.h"
#include "log.h"
#include "program.h"
#include "pte.h"
#include "vmiter.h"

#define IMAGE_PAGES 8
#define IMAGE_MAX (IMAGE_PAGES * PAGESIZE)
#define SEGMENTS_MAX 6

static const uint8_t *bytes;
static size_t left;

static uint64_t
take(size_t size) {
    uint64_t number = 0;
    for (; size > 0 && left > 0; --size, --left) {
        number = number << 8 | *bytes++;
    }
    return number;
}

// The image, in its own pages, after which nothing may be read.

static char *image;
static size_t image_size;

// chance(n)
//    True once in `n` times.
static bool
chance(unsigned n) {
    return take(1) % n == n - 1;
}

// some_edge()
//    An address near the edges of a process's memory or, less often, near others.
static uint64_t
some_edge(void) {
    static const uint64_t edges[] = {PROC_START_ADDR,
                                     MEMSIZE_VIRTUAL,
                                     PROC_START_ADDR,
                                     MEMSIZE_VIRTUAL,
                                     0,
                                     MEMSIZE_PHYSICAL,
                                     1UL << 47,
                                     0};
    uint64_t choice = take(1);
    return edges[choice % 8] + (choice / 8 % 8 - 4) * PAGESIZE;
}

// make_segment(ph)
//    Makes a segment, which may break a rule.
static void
make_segment(elf_program_header *ph) {
    static const uint32_t flags[] = {5, 5, 5, 4, 4, 6, 6, 7};
    *ph = (elf_program_header) {.type = ELF_SEGMENT_LOAD, .flags = flags[take(1) % 8]};
    ph->offset = take(1) % (IMAGE_PAGES + 1) * PAGESIZE + (chance(2) ? take(2) % PAGESIZE : 0);
    ph->filesz = take(2) % (IMAGE_MAX + 1);
    if (ph->offset <= image_size && ph->filesz > image_size - ph->offset && !chance(8)) {
        ph->filesz = image_size - ph->offset;
    }
    ph->va = chance(4) ? some_edge() : PROC_START_ADDR + take(1) % 64 * PAGESIZE;
    ph->va += chance(8) ? take(2) % PAGESIZE : ph->offset % PAGESIZE;
    ph->memsz = ph->filesz + (chance(2) ? take(2) : 0);
    if (chance(8)) { // up to an edge, or one byte less or more
        ph->memsz = some_edge() + take(1) % 3 - 1 - ph->va;
    }
}

static void
make_image(void) {
    image_size = take(2) % (IMAGE_MAX + 1);
    for (size_t i = 0; i < image_size; ++i) {
        image[i] = (char) (i * 7 + i / PAGESIZE + 1);
    }
    struct {
        elf_header header;
        elf_program_header segments[SEGMENTS_MAX];
    } start = {{.magic = ELF_MAGIC,
                .class = ELF_CLASS_64,
                .data = ELF_DATA_LITTLE_ENDIAN,
                .ident_version = ELF_VERSION,
                .type = ELF_TYPE_EXECUTABLE,
                .machine = ELF_MACHINE_X86_64,
                .version = ELF_VERSION,
                .phoff = sizeof(elf_header),
                .phentsize = sizeof(elf_program_header)},
               {{0}}};
    start.header.phnum = take(1) % (SEGMENTS_MAX + 1);
    for (unsigned i = 0; i < start.header.phnum; ++i) {
        make_segment(&start.segments[i]);
    }
    start.header.entry = start.segments[0].va + take(1);
    for (int changes = 0; changes < 8 && left > 0 && chance(4); ++changes) {
        size_t size = 1UL << take(1) % 4, offset = take(2) % sizeof(start) / size * size;
        uint64_t value = take(size);
        host_memcpy((char *) &start + offset, &value, size);
    }
    host_memcpy(image, &start, image_size < sizeof(start) ? image_size : sizeof(start));
}

// What program.c needs

file
disk_image_find(const char *name) {
    return (file) {.name = name, .data = image, .size = image_size};
}

int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    if (va % PAGESIZE != 0 || va < PROC_START_ADDR || va >= MEMSIZE_VIRTUAL) {
        fail_msg("address_space_alloc: expected an address of the process's part, saw %#lx", va);
    }
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    host_memset(page, 0, PAGESIZE);
    int r = vmiter_try_map(vmiter_at(pt, va), kptr2pa(page), PTE_P | PTE_U | perm);
    if (r < 0) {
        kfree(page);
    }
    return r;
}

void
log_printf(const char *format, ...) {
    (void) format;
}

// The rules of elf-check.h, page by page

#define FIRST_PAGE (PROC_START_ADDR / PAGESIZE)
#define GUARD_PAGE (MEMSIZE_VIRTUAL / PAGESIZE - 2)

static int owner[MEMSIZE_VIRTUAL
                 / PAGESIZE]; // of each page of the process: a segment's number, from 1; 0: none

static bool
header_is_well_formed(const elf_header *h) {
    static const unsigned char start[] = {0x7F, 'E', 'L', 'F', 2, 1, 1};
    return image_size >= 64 && host_memcmp(h, start, sizeof(start)) == 0 && h->type == 2
           && h->machine == 62 && h->version == 1 && h->phentsize == 56 && h->phoff % 8 == 0
           && (__uint128_t) h->phoff + h->phnum * 56U <= image_size;
}

// place_segment(ph, number)
//    Notes the segment's pages; false if it breaks a rule.
static bool
place_segment(const elf_program_header *ph, int number) {
    __uint128_t va = ph->va, end = va + ph->memsz;
    if (ph->type != 1 || ph->flags > 7 || !(ph->flags & 4) || (ph->flags & 3) == 3
        || ph->filesz > ph->memsz || (__uint128_t) ph->offset + ph->filesz > image_size
        || va < PROC_START_ADDR || end > GUARD_PAGE * PAGESIZE
        || ph->va % PAGESIZE != ph->offset % PAGESIZE) {
        return false;
    }
    for (uint64_t page = ph->va / PAGESIZE; page * PAGESIZE < end; ++page) {
        if (owner[page] != 0) {
            return false;
        }
        owner[page] = number;
    }
    return true;
}

static bool
image_is_well_formed(void) {
    const elf_header *h = (const elf_header *) image;
    host_memset(owner, 0, sizeof(owner));
    if (!header_is_well_formed(h)) {
        return false;
    }
    const elf_program_header *ph = (const elf_program_header *) (image + h->phoff);
    bool entry_is_executable = false;
    for (int i = 0; i < h->phnum; ++i) {
        if (ph[i].type == 1 && ph[i].memsz == 0 && ph[i].filesz == 0) {
            continue;
        } else if (!place_segment(&ph[i], i + 1)) {
            return false;
        }
        entry_is_executable =
            entry_is_executable
            || ((ph[i].flags & 1) && h->entry >= ph[i].va && h->entry - ph[i].va < ph[i].memsz);
    }
    return entry_is_executable;
}

// What must be mapped

static char
expected_byte(const elf_program_header *ph, uint64_t va) {
    return va - ph->va < ph->filesz ? image[ph->offset + (va - ph->va)] : 0;
}

static void
expect_page(x86_64_pagetable *pt, const elf_program_header *ph, uint64_t va) {
    vmiter it = vmiter_make(pt, va);
    uint64_t perm = PTE_P | PTE_U | (ph->flags & 2 ? PTE_W : 0) | (ph->flags & 1 ? 0 : PTE_XD);
    if (vmiter_perm(&it) != perm) {
        fail_msg("va %#lx: expected permissions %#lx, saw %#lx", va, perm, vmiter_perm(&it));
    }
    const char *page = vmiter_kptr(&it);
    for (uint64_t i = 0; i < PAGESIZE; ++i) {
        if (va + i >= ph->va && va + i < ph->va + ph->memsz
            && page[i] != expected_byte(ph, va + i)) {
            fail_msg("va %#lx: expected byte %#x, saw %#x", va + i, expected_byte(ph, va + i),
                     page[i]);
        }
    }
    bool is_images_own = page >= image && page < image + IMAGE_MAX;
    assert_false(is_images_own && (perm & PTE_W)); // other processes must get the same image
}

static void
expect_loaded(x86_64_pagetable *pt, const program *program) {
    for (uint64_t page = FIRST_PAGE; page < MEMSIZE_VIRTUAL / PAGESIZE; ++page) {
        uint64_t va = page * PAGESIZE;
        if (owner[page] != 0) {
            expect_page(pt, &program->segments[owner[page] - 1], va);
        } else if (vmiter_present(vmiter_at(pt, va))) {
            fail_msg("va %#lx: expected nothing there, saw permissions %#lx", va,
                     vmiter_perm(vmiter_at(pt, va)));
        }
    }
}

static void
expect_nothing_elsewhere(x86_64_pagetable *pt) {
    vmiter it = vmiter_make(pt, 0);
    for (vmiter_next(&it); !vmiter_done(&it); vmiter_next(&it)) {
        assert_in_range(vmiter_va(&it), PROC_START_ADDR, GUARD_PAGE * PAGESIZE - 1);
    }
}

static void
load(const program *program, unsigned failing) {
    static char image_before[IMAGE_MAX];
    host_memcpy(image_before, image, image_size);
    x86_64_pagetable *pt = new_page_table();
    kalloc_fail_at(failing);
    int r = program_load(pt, program);
    kalloc_fail_at(0);
    assert_true(r == 0 || r == E_NOMEM);
    assert_memory_equal(image, image_before, image_size);
    __asan_unpoison_memory_region(image, IMAGE_MAX);
    expect_nothing_elsewhere(pt);
    if (r == 0) {
        expect_loaded(pt, program);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    bytes = data;
    left = size;
    memory_reset();
    for (int i = 0; i < IMAGE_PAGES; ++i) { // kalloc hands out pages in turn
        char *page = host_memset(kalloc(PAGESIZE), 0, PAGESIZE);
        image = i == 0 ? page : image;
        assert_ptr_equal(page, image + i * PAGESIZE);
    }
    unsigned failing = take(1) % 16;
    make_image();
    __asan_poison_memory_region(image + image_size, IMAGE_MAX - image_size);

    program program;
    int r = program_find("fuzzed", &program);
    bool well_formed = image_is_well_formed();
    if (r != (well_formed ? 0 : E_NOEXEC)) {
        fail_msg("expected %s image, saw result %d", well_formed ? "a well-formed" : "a malformed",
                 r);
    }
    if (r == 0) {
        load(&program, failing);
    }
    __asan_unpoison_memory_region(image, IMAGE_MAX);
    return 0;
}
