// kernel-memory.c: the kernel's page table. All page tables have the same level-4 entry for the
// direct map. Each has its own copy of the low part, in its first level-1 page-table page.

#include "kernel-memory.h"
#include "assert.h"
#include "boot-info.h"
#include "direct-map.h"
#include "disk-image.h"
#include "kernel.h"
#include "math.h"
#include "memory-layout.h"
#include "processor.h"
#include "pte.h"
#include "string.h"
#include "vmiter.h"
#include "x86.h"

#define KERNEL_TEXT PTE_P
#define KERNEL_RODATA (PTE_P | PTE_XD)
#define KERNEL_DATA (PTE_P | PTE_W | PTE_XD)
#define USER_READABLE (PTE_P | PTE_U | PTE_XD)
#define USER_WRITABLE (PTE_P | PTE_W | PTE_U | PTE_XD)

#define LARGE_PAGE_SIZE 0x200000UL
#define DIRECT_MAP_END 0x100000000UL // physical memory above 4 GiB holds nothing for us

x86_64_pagetable kernel_pagetable[1];

extern const char kernel_text_start[], kernel_text_end[], kernel_rodata_end[], kernel_end[];

static void map_range(uint64_t start, uint64_t end, uint64_t perm);
static void map_direct(void);

void
kernel_memory_init(void) {
    map_range(TICKS_ADDR, TICKS_ADDR + PAGESIZE, USER_READABLE);
    map_range((uint64_t) kernel_text_start, (uint64_t) kernel_text_end, KERNEL_TEXT);
    map_range((uint64_t) kernel_text_end, (uint64_t) kernel_rodata_end, KERNEL_RODATA);
    map_range((uint64_t) kernel_rodata_end, (uint64_t) kernel_end, KERNEL_DATA);
    map_range(KERNEL_STACK_BOTTOM, KERNEL_STACK_TOP, KERNEL_DATA);
    map_range(CONSOLE_ADDR, CONSOLE_ADDR + PAGESIZE, USER_WRITABLE);
    map_direct();
    write_cr3(kptr2pa(kernel_pagetable));
    processor_protect_memory();
}

static void
map_range(uint64_t start, uint64_t end, uint64_t perm) {
    for (vmiter it = vmiter_make(kernel_pagetable, start); it.va < end; vmiter_next_range(&it)) {
        vmiter_map(&it, it.va, perm);
    }
}


static void map_low_direct(void);
static void map_large_page(uint64_t pa);

// map_direct()
//    Maps physical memory: with small pages where permissions differ, with large pages above.
static void
map_direct(void) {
    map_low_direct();
    const boot_info *info = disk_image_info();
    for (uint64_t i = 0; i < info->nmemory; ++i) {
        const memory_range *range = &info->memory[i];
        uint64_t end = min(range->address + range->size, DIRECT_MAP_END);
        if (range->type == MEMORY_USABLE) {
            for (uint64_t pa = round_down(range->address, LARGE_PAGE_SIZE); pa < end;
                 pa += LARGE_PAGE_SIZE) {
                map_large_page(pa);
            }
        }
    }
}

// map_low_direct()
//    Maps the first LARGE_PAGE_SIZE bytes, which include the kernel's image. Mapping the first page
//    adds the level-1 page-table page; the other pages have the next entries in it.
static void
map_low_direct(void) {
    vmiter it = vmiter_make(kernel_pagetable, (uint64_t) pa2kptr(PAGESIZE));
    vmiter_map(&it, PAGESIZE, KERNEL_DATA);
    for (uint64_t pa = 2 * PAGESIZE; pa < LARGE_PAGE_SIZE; pa += PAGESIZE) {
        bool read_only = pa >= (uint64_t) kernel_text_start && pa < (uint64_t) kernel_rodata_end;
        it.pte_pa += sizeof(x86_64_pageentry_t);
        pte_write(it.pte_pa, pa | (read_only ? KERNEL_RODATA : KERNEL_DATA));
    }
}

// map_large_page(pa)
//    Maps the 2 MiB at `pa` in the direct map, except the first, which map_low_direct has mapped.
static void
map_large_page(uint64_t pa) {
    if (pa == 0) {
        return;
    }
    const uint64_t va = (uint64_t) pa2kptr(pa);
    vmiter it = vmiter_make(kernel_pagetable, va);
    if (it.level == 3) { // the first large page of this GiB
        void *table = kalloc(PAGESIZE);
        if (table == NULL) {
            panic("no memory for a page-table page of the direct map");
        }
        memset(table, 0, PAGESIZE);
        pte_write(it.pte_pa, kptr2pa(table) | PTE_P | PTE_W);
        vmiter_find(&it, va);
    }
    assert_eq(it.level, 2);
    pte_write(it.pte_pa, pa | KERNEL_DATA | PTE_PS);
}


int
kernel_memory_share(x86_64_pagetable *pt) {
    const size_t half = sizeof(pt->entry) / 2; // the high half is the same for all
    memset(pt->entry, 0, half);
    memcpy((char *) pt->entry + half, (char *) kernel_pagetable->entry + half, half);

    vmiter kernel = vmiter_make(kernel_pagetable, CONSOLE_ADDR);
    vmiter process = vmiter_make(pt, CONSOLE_ADDR);
    int r = vmiter_try_map(&process, CONSOLE_ADDR, USER_WRITABLE); // makes the page-table pages
    if (r == 0) {
        assert(kernel.level == 1 && process.level == 1);
        memcpy(pa2kptr(round_down(process.pte_pa, PAGESIZE)),
               pa2kptr(round_down(kernel.pte_pa, PAGESIZE)),
               PROC_START_ADDR / PAGESIZE * sizeof(x86_64_pageentry_t)); // the level-1 entries
    }
    return r;
}
