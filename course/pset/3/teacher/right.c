// Right ways to do step 3.

//// through-the-processs-table
// Takes the process's page table, and copies to the process's own addresses. The disk image is not mapped there, so the
// bytes go through a page of the kernel's.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    static char buffer[PAGESIZE];
    const elf_program_header segment = *ph; // which is in the image, too
    ph = &segment;
    for (uint64_t va = round_down(ph->va, PAGESIZE); va < ph->va + ph->memsz; va += PAGESIZE) {
        if (address_space_alloc(pt, va, USER_DATA) < 0) {
            return E_NOMEM;
        }
    }
    for (uint64_t done = 0, n; done < ph->filesz; done += n) {
        n = min(ph->filesz - done, (uint64_t) PAGESIZE);
        memcpy(buffer, image + ph->offset + done, n);
        write_cr3(kptr2pa(pt));
        memcpy((void *) (ph->va + done), buffer, n);
        write_cr3(kptr2pa(kernel_pagetable));
    }
    return 0;
}

//// clears-through-the-processs-table
// Maps the page first, and clears it at the process's address, in the process's page table.
#include "x86.h"

int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    vmiter it = vmiter_make(pt, va);
    if (page == NULL || vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    const uint64_t before = read_cr3();
    write_cr3(kptr2pa(pt));
    memset((void *) va, 0, PAGESIZE);
    write_cr3(before);
    return 0;
}

//// byte-by-byte
// Each byte looks for its own page.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    for (uint64_t va = elf_pages_start(ph); va < elf_pages_end(ph); va += PAGESIZE) {
        int r = address_space_alloc(pt, va, USER_DATA);
        if (r != 0) {
            return r;
        }
    }
    vmiter it = vmiter_make(pt, ph->va);
    for (uint64_t i = 0; i < ph->filesz; ++i, vmiter_advance(&it, 1)) {
        *(char *) vmiter_kptr(&it) = image[ph->offset + i];
    }
    return 0;
}

//// recursive
// Loads the first page, and then the rest as if it were a segment of its own.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    if (ph->memsz == 0) {
        return 0;
    }
    uint64_t room = PAGESIZE - ph->va % PAGESIZE;
    uint64_t from_file = min(room, ph->filesz), in_memory = min(room, ph->memsz);
    int r = address_space_alloc(pt, ph->va - ph->va % PAGESIZE, USER_DATA);
    if (r < 0) {
        return r;
    }
    memcpy(vmiter_kptr(vmiter_at(pt, ph->va)), image + ph->offset, from_file);
    elf_program_header rest = *ph;
    rest.va += in_memory;
    rest.offset += from_file;
    rest.memsz -= in_memory;
    rest.filesz -= from_file;
    return load_segment(pt, image, &rest);
}

//// pages-ahead
// All pages of a segment are allocated and filled before the first is mapped.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    static char *pages[512];
    unsigned n = 0;
    const uint64_t first = round_down(ph->va, PAGESIZE);
    for (uint64_t va = first; va < ph->va + ph->memsz; va += PAGESIZE, ++n) {
        pages[n] = kalloc(PAGESIZE);
        if (pages[n] == NULL) {
            while (n > 0) {
                kfree(pages[--n]);
            }
            return E_NOMEM;
        }
        memset(pages[n], 0, PAGESIZE);
    }
    for (uint64_t i = 0; i < ph->filesz; ++i) {
        uint64_t at = ph->va + i - first;
        pages[at / PAGESIZE][at % PAGESIZE] = image[ph->offset + i];
    }
    for (unsigned i = 0; i < n; ++i) {
        if (vmiter_try_map(vmiter_at(pt, first + i * PAGESIZE), kptr2pa(pages[i]), USER_DATA) < 0) {
            while (i < n) {
                kfree(pages[i++]);
            }
            return E_NOMEM;
        }
    }
    return 0;
}

//// list-in-the-free-pages
// An allocator of its own: free pages are a list, whose links are in the pages.
typedef struct free_page {
    struct free_page *next;
} free_page;

static free_page *first_free;
static bool is_list_made;

static void
make_list(void) {
    for (uint64_t pa = PAGESIZE; pa < MEMSIZE_PHYSICAL; pa += PAGESIZE) {
        if (allocatable_physical_address(pa) && physpages[pa / PAGESIZE].refcount == 0) {
            free_page *page = pa2kptr(pa);
            page->next = first_free;
            first_free = page;
        }
    }
    is_list_made = true;
}

void *
kalloc(size_t size) {
    if (!is_list_made) {
        make_list();
    }
    free_page *page = size <= PAGESIZE ? first_free : NULL;
    if (page != NULL) {
        first_free = page->next;
        physpages[kptr2pa(page) / PAGESIZE].refcount = 1;
    }
    return page;
}

void
kfree(void *pointer) {
    if (pointer != NULL && --physpages[kptr2pa(pointer) / PAGESIZE].refcount == 0) {
        free_page *page = pointer;
        page->next = first_free;
        first_free = page;
    }
}

//// list-with-an-end
// Freed pages go to the end of the list, so a page is used again as late as possible; that writes to another free page.
typedef struct free_page {
    struct free_page *next;
} free_page;

static free_page *first_free, *last_free;

static void
add(free_page *page) {
    page->next = NULL;
    if (first_free == NULL) {
        first_free = page;
    } else {
        last_free->next = page;
    }
    last_free = page;
}

void *
kalloc(size_t size) {
    static bool is_list_made;
    for (uint64_t pa = PAGESIZE; !is_list_made && pa < MEMSIZE_PHYSICAL; pa += PAGESIZE) {
        if (allocatable_physical_address(pa) && physpages[pa / PAGESIZE].refcount == 0) {
            add(pa2kptr(pa));
        }
    }
    is_list_made = true;
    free_page *page = size <= PAGESIZE ? first_free : NULL;
    if (page != NULL) {
        first_free = page->next;
        physpages[kptr2pa(page) / PAGESIZE].refcount = 1;
    }
    return page;
}

void
kfree(void *pointer) {
    if (pointer == NULL) {
        return;
    }
    struct physpage *page = &physpages[kptr2pa(pointer) / PAGESIZE];
    page->refcount -= 1;
    if (page->refcount == 0) {
        add(pointer);
    }
}

//// last-fit
// kalloc takes the highest free page, and clears it already.
#include "string.h"

void *
kalloc(size_t size) {
    for (uint64_t pa = MEMSIZE_PHYSICAL; size <= PAGESIZE && pa > 0; pa -= PAGESIZE) {
        uint64_t page = pa - PAGESIZE;
        if (allocatable_physical_address(page) && physpages[page / PAGESIZE].refcount == 0) {
            physpages[page / PAGESIZE].refcount++;
            return memset(pa2kptr(page), 0, PAGESIZE);
        }
    }
    return NULL;
}

//// next-fit-cleared-in-kfree
// kalloc goes on where it was; kfree fills a page with 0xFF, to find those who use it.
#include "string.h"

void *
kalloc(size_t size) {
    static unsigned next;
    for (unsigned i = 0; size <= PAGESIZE && i < NPAGES; ++i) {
        next = (next + 1) % NPAGES;
        if (allocatable_physical_address(next * PAGESIZE) && physpages[next].refcount == 0) {
            physpages[next].refcount = 1;
            return pa2kptr(next * PAGESIZE);
        }
    }
    return NULL;
}

void
kfree(void *pointer) {
    if (pointer != NULL && --physpages[kptr2pa(pointer) / PAGESIZE].refcount == 0) {
        memset(pointer, 0xFF, PAGESIZE);
    }
}

//// table-first
// Sees to the page table first, with a mapping that gives nothing, and only then takes the page.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    vmiter it = vmiter_make(pt, va);
    if (!vmiter_present(&it)) {
        if (vmiter_try_map(&it, 0x1000, PTE_P) < 0) {
            return E_NOMEM;
        }
        vmiter_map(&it, 0, 0);
    }
    char *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    for (int i = 0; i < PAGESIZE; ++i) {
        page[i] = 0;
    }
    vmiter_map(&it, kptr2pa(page), perm);
    return 0;
}
