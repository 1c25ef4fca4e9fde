// g-guard.c: see g-guard.h. Before Alice runs, it restores the page-table entries that it changed,
// except those that the kernel has changed meanwhile: that may be Eve's attack.

#include "g-guard.h"
#include "direct-map.h"
#include "levels.h"
#include "memory-layout.h"
#include "pte.h"
#include "report.h"
#include "x86.h"

enum { EVE = 1, ALICE_PAGES = 64 };
#define ALICE_START (PROC_START_ADDR + ALICE_PAGES * (uint64_t) PAGESIZE)
#define ALICE_END (ALICE_START + ALICE_PAGES * (uint64_t) PAGESIZE)

static enum state { OPEN, READABLE, SHUT } state;
static struct {
    x86_64_pageentry_t original, guarded;
} entries[ALICE_PAGES]; // guarded 0: left alone

// pa_of_entry(i)
//    The physical address of the entry for Alice's page `i`. Her entries lie side by side; they are
//    looked up once, while the page table is still in order.
static uint64_t
pa_of_entry(unsigned i) {
    static uint64_t first;
    if (first == 0) {
        uint64_t table = kptr2pa(kernel_pagetable);
        for (int level = PAGETABLE_LEVELS; level > 1; --level) {
            table = pte_read(entry_pa(table, ALICE_START, level)) & PTE_PAMASK;
        }
        first = entry_pa(table, ALICE_START, 1);
    }
    return first + i * sizeof(x86_64_pageentry_t);
}

static bool
is_same(x86_64_pageentry_t a, x86_64_pageentry_t b) {
    return ((a ^ b) & ~(PTE_A | PTE_D)) == 0; // bits that the processor sets
}

static void
open_pages(void) {
    for (unsigned i = 0; i < ALICE_PAGES; ++i) {
        if (entries[i].guarded != 0 && is_same(pte_read(pa_of_entry(i)), entries[i].guarded)) {
            pte_write(pa_of_entry(i), entries[i].original);
        }
        entries[i].guarded = 0;
    }
}

static void
set_state(enum state new_state) {
    if (new_state == state) {
        return;
    }
    open_pages();
    for (unsigned i = 0; i < ALICE_PAGES && new_state != OPEN; ++i) {
        x86_64_pageentry_t entry = pte_read(pa_of_entry(i));
        if ((entry & (PTE_P | PTE_U)) == (PTE_P | PTE_U)) {
            entries[i].original = entry;
            entries[i].guarded = entry & ~(new_state == SHUT ? PTE_U : PTE_W);
            pte_write(pa_of_entry(i), entries[i].guarded);
        }
    }
    state = new_state;
    write_cr3(read_cr3());
}

static bool
is_guarded(void) {
    return report_option("guard", 0) != 0;
}

void
guard_before_user(pid_t pid) {
    if (is_guarded()) {
        set_state(pid == EVE ? SHUT : OPEN);
    }
}

void
guard_at_syscall(pid_t pid) {
    if (is_guarded() && pid == EVE) {
        set_state(SHUT);
    }
}

bool
guard_handles_fault(pid_t pid, const regstate *regs) {
    uint64_t addr = read_cr2();
    if (!is_guarded() || pid != EVE || regs->reg_intno != INT_PF || addr < ALICE_START
        || addr >= ALICE_END || entries[(addr - ALICE_START) / PAGESIZE].guarded == 0) {
        return false;
    } else if (regs->reg_errcode & PFERR_WRITE) {
        report_line("own store %#lx", addr);
        return false;
    }
    set_state(READABLE);
    return true;
}
