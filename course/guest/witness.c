// witness.c: replaces kernel/machine/log.c, and watches what other code logs. At a line that ends
// with "-- before process_setup" or "-- after process_setup" it walks the page table in use, with
// code of its own, and reports where the addresses of `places` lead. When a program of the check
// logs "walk", it does so for all of memory. Options (report.h):
//     process_main=, address=  two of those addresses
//     move=1                   first moves the pages of the others (move_pages)
//     rounds=N                 ends the run before a program after the Nth is set up

#include "log.h"
#include "kernel.h"
#include "math.h"
#include "memory-layout.h"
#include "printf.h"
#include "pte.h"
#include "report.h"
#include "string.h"
#include "x86.h"

#define WALK_END 0x1000000UL // a walk of all memory ends here
#define PERMISSIONS (PTE_P | PTE_W | PTE_U | PTE_XD)

enum { DEBUG_PORT = 0xE9 };

static void witness_line(const char *line);

// put_in_log(printer, c)
//    Writes a character; if it ends a line, looks at the end of that line.
static void
put_in_log(struct printer *printer, char c) {
    (void) printer;
    static char line[64];
    static size_t size;
    outb(DEBUG_PORT, (uint8_t) c);
    if (c == '\n') {
        line[size] = '\0';
        size = 0;
        witness_line(line);
        return;
    }
    if (size == sizeof(line) - 1) {
        memmove(line, line + 1, --size);
    }
    line[size++] = c;
}

void
log_vprintf(const char *format, va_list arguments) {
    struct printer printer = {put_in_log};
    vprinter(&printer, format, arguments);
}

void
log_printf(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    log_vprintf(format, arguments);
    va_end(arguments);
}


enum { BEFORE, AFTER };

static void log_places(const char *when);
static void log_memory(void);
static void move_pages(int when);

static bool
ends_with(const char *line, const char *end) {
    size_t length = strlen(line), end_length = strlen(end);
    return length >= end_length && strcmp(line + length - end_length, end) == 0;
}

static void
witness_line(const char *line) {
    static long rounds;
    char walk_line[64];
    snprintf(walk_line, sizeof(walk_line), "%swalk", report_prefix());
    if (ends_with(line, "-- before process_setup")) {
        if (rounds++ == report_option("rounds", -1)) {
            report_end();
        }
        move_pages(BEFORE);
        log_places("before");
    } else if (ends_with(line, "-- after process_setup")) {
        move_pages(AFTER);
        log_places("after");
    } else if (ends_with(line, walk_line)) {
        log_places("walk");
        log_memory();
    }
}

static uint64_t
root_pa(void) {
    uint64_t cr3;
    __asm__ volatile("movq %%cr3, %0" : "=r"(cr3));
    return cr3 & PTE_PAMASK;
}

// What an address maps to. The permissions include P if it is mapped at all.
struct mapping {
    uint64_t pa, perm;
    uint64_t entry_pa; // the level-1 entry's; 0 if there is none
};

static struct mapping
walk(uint64_t va) {
    uint64_t perm = PTE_P | PTE_W | PTE_U, table = root_pa();
    for (int shift = 39;; shift -= 9) {
        uint64_t entry_pa = table + (va >> shift) % 512 * 8, entry = pte_read(entry_pa);
        if (!(entry & PTE_P)) {
            return (struct mapping) {.pa = 0, .perm = 0, .entry_pa = shift == 12 ? entry_pa : 0};
        }
        perm = (perm & (entry | PTE_XD)) | (entry & PTE_XD);
        if (shift == 12 || (shift < 39 && (entry & PTE_PS))) {
            uint64_t offset_mask = (1UL << shift) - 1;
            return (struct mapping) {.pa = (entry & PTE_PAMASK & ~offset_mask) | (va & offset_mask),
                                     .perm = perm & PERMISSIONS,
                                     .entry_pa = shift == 12 ? entry_pa : 0};
        }
        table = entry & PTE_PAMASK;
    }
}


enum { SYSCALL_ENTRY, KERNEL_PAGETABLE, PROCESS_MAIN, ADDRESS, NPLACES };

static uint64_t
place_va(int place) {
    extern void syscall_entry(void);
    switch (place) {
    case SYSCALL_ENTRY: return (uint64_t) syscall_entry;
    case KERNEL_PAGETABLE: return (uint64_t) kernel_pagetable;
    case PROCESS_MAIN: return (uint64_t) report_option("process_main", 0);
    default: return (uint64_t) report_option("address", 0);
    }
}

static void
log_places(const char *when) {
    static const char *const names[] = {"syscall_entry", "kernel_pagetable", "process_main",
                                        "address"};
    for (int place = 0; place < NPLACES; ++place) {
        struct mapping m = walk(place_va(place));
        report_line("%s %s %#lx %#lx %#lx", when, names[place], place_va(place), m.pa, m.perm);
    }
}

// log_memory()
//    Logs a line for each longest run of neighbouring pages that map to neighbouring pages with the
//    same permissions.
static void
log_memory(void) {
    for (uint64_t va = 0, next; va < WALK_END; va = next) {
        struct mapping first = walk(va), m;
        next = va;
        do {
            next += PAGESIZE;
            m = walk(next);
        } while (next < WALK_END && first.perm != 0 && m.perm == first.perm
                 && m.pa == first.pa + (next - va));
        if (first.perm != 0) {
            report_line("memory %#lx %#lx %#lx %#lx", va, next, first.pa, first.perm);
        }
    }
}


// move_page(va, pa, perm)
//    Copies the page at `va` to the physical page `pa`, and maps it there.
static void
move_page(uint64_t va, uint64_t pa, uint64_t perm) {
    va = round_down(va, PAGESIZE);
    struct mapping m = walk(va);
    if (m.entry_pa != 0 && (m.perm & PTE_P)) {
        memcpy(pa2kptr(pa), (const void *) va, PAGESIZE);
        pte_write(m.entry_pa, pa | perm);
        tlb_invalidate(va);
    }
}

// move_pages(when)
//    With the option `move`, moves the three pages into unused memory, each with permissions of its
//    own. This exposes a kernel that logs an address as its own translation, or the permissions
//    that it expects. The page of kernel_pagetable stays the root.
static void
move_pages(int when) {
    static const uint64_t pas[][2] = {
        [SYSCALL_ENTRY] = {0x1C5000, 0x1D3000},
        [KERNEL_PAGETABLE] = {0x1CA000, 0x1DB000},
        [PROCESS_MAIN] = {0x1CF000, 0x1D9000},
    };
    static const uint64_t perms[][2] = {
        [SYSCALL_ENTRY] = {PTE_P, PTE_P | PTE_W},
        [KERNEL_PAGETABLE] = {PTE_P | PTE_W, PTE_P},
        [PROCESS_MAIN] = {PTE_P | PTE_W | PTE_U, PTE_P | PTE_U},
    };
    for (int place = 0; report_option("move", 0) && place <= PROCESS_MAIN; ++place) {
        move_page(place_va(place), pas[place][when], perms[place][when]);
        if (place == KERNEL_PAGETABLE) {
            write_cr3(pas[place][when]);
        }
    }
}
