// memory-viewer.c: counts who uses each physical page by walking every page table, then draws.

#include "memory-viewer.h"
#include "console.h"
#include "kernel.h"
#include "log.h"
#include "ptiter.h"
#include "string.h"
#include "timer.h"
#include "vmiter.h"

#define NPAGES (0x200000 / PAGESIZE) // what fits the screen, and MEMSIZE_PHYSICAL unless it is larger
#define PAGES_A_ROW 64
#define PHYSICAL_ROW 1
#define VIRTUAL_ROW (PHYSICAL_ROW + NPAGES / PAGES_A_ROW + 1)
#define FIRST_COLUMN 12

#define UPDATE_TICKS (HZ / 10)
#define TURN_TICKS (HZ / 2)

// What the walk finds of a physical page.
typedef struct page_use {
    uint8_t owner;      // a process, OWNER_KERNEL, OWNER_SHARED; 0: nobody
    bool user;          // some user can access it
    bool contradiction; // found with the last walk too: then it is not logged again
    unsigned references;
} page_use;

enum { OWNER_KERNEL = 0xFE, OWNER_SHARED = 0xFF };

static bool visible;
static uint64_t next_update;
static pid_t shown_pid;
static uint64_t next_turn;
static page_use uses[NPAGES];

static void find_uses(void);
static void turn_to_next_process(void);
static void draw_physical_memory(void);
static void draw_virtual_memory(void);

void
memory_viewer_toggle(void) {
    static uint16_t saved[CONSOLE_CELLS];
    static int saved_cursor;
    visible = !visible;
    if (visible) {
        saved_cursor = console_cursor();
    }
    for (int i = 0; i < CONSOLE_CELLS; ++i) {
        if (visible) {
            saved[i] = console[i];
        } else {
            console[i] = saved[i];
        }
    }
    if (visible) {
        console_clear();
    }
    cursorpos = visible ? CPOS(CONSOLE_ROWS - 1, 0) : saved_cursor;
    next_update = 0;
}

void
memory_viewer_update(void) {
    if (!visible || ticks < next_update) {
        return;
    }
    next_update = ticks + UPDATE_TICKS;
    process_view view;
    if (ticks >= next_turn || !view_process(shown_pid, &view)) {
        next_turn = ticks + TURN_TICKS;
        turn_to_next_process();
    }
    find_uses();
    draw_physical_memory();
    draw_virtual_memory();
}

static void
turn_to_next_process(void) {
    for (pid_t i = 1; i <= view_last_pid; ++i) {
        pid_t pid = (shown_pid + i - 1) % view_last_pid + 1;
        process_view view;
        if (view_process(pid, &view)) {
            shown_pid = pid;
            return;
        }
    }
    shown_pid = 0;
}


static void add_pagetable_pages(x86_64_pagetable *pt, uint8_t owner);
static void add_mapped_pages(x86_64_pagetable *pt, uint8_t owner);

static void
find_uses(void) {
    for (size_t i = 0; i < NPAGES; ++i) {
        uses[i] = (page_use) {.contradiction = uses[i].contradiction};
    }
    add_pagetable_pages(kernel_pagetable, OWNER_KERNEL);
    for (pid_t pid = 1; pid <= view_last_pid; ++pid) {
        process_view view;
        if (view_process(pid, &view) && view.pagetable != kernel_pagetable) {
            add_pagetable_pages(view.pagetable, (uint8_t) pid);
            add_mapped_pages(view.pagetable, (uint8_t) pid);
        }
    }
}

static void
add_use(uint64_t pa, uint8_t owner, bool user) {
    if (pa / PAGESIZE < NPAGES) {
        page_use *use = &uses[pa / PAGESIZE];
        use->owner = use->references == 0 || use->owner == owner ? owner : OWNER_SHARED;
        use->references += 1;
        use->user |= user;
    }
}

static void
add_pagetable_pages(x86_64_pagetable *pt, uint8_t owner) {
    add_use(kptr2pa(pt), owner, false);
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        if (owner == OWNER_KERNEL || ptiter_low(&it)) { // the high half is everybody's
            add_use(ptiter_pa(&it), owner, false);
        }
    }
}

static void
add_mapped_pages(x86_64_pagetable *pt, uint8_t owner) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_low(&it); vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            add_use(vmiter_pa(&it), owner, true);
        }
    }
}


// Cells: the colours in the high byte, the letter in the low one.
#define CELL_EMPTY (0x0700 | ' ')
#define CELL_FREE (0x0700 | '.')
#define CELL_RESERVED (0x0800 | 'R')
#define CELL_KERNEL (0x0D00 | 'K')
#define CELL_CONSOLE (0x0700 | 'C')
#define CELL_TICKS (0x0700 | 'T')
#define CELL_SHARED (0x0F00 | 'S')
#define CELL_LEAKED (0x0E00 | 'L')
#define CELL_PROGRAM (0x0B00 | 'P')
#define CELL_CONTRADICTION (0xCF00 | '!')

static uint16_t
cell_of_owner(uint8_t owner) {
    static const char letters[] = "?123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static const uint16_t colors[] = {0x0C00, 0x0A00, 0x0900, 0x0E00, 0x0D00, 0x0B00};
    if (owner == OWNER_KERNEL) {
        return CELL_KERNEL;
    } else if (owner == OWNER_SHARED) {
        return CELL_SHARED;
    }
    char letter = letters[owner < sizeof(letters) - 1 ? owner : 0];
    return colors[owner % ARRAY_SIZE(colors)] | (uint16_t) letter;
}

// inverted_if(condition, cell)
//    `cell`, with its colours inverted if `condition` holds.
static uint16_t
inverted_if(bool condition, uint16_t cell) {
    uint16_t background = cell >> 8 & 7;
    uint16_t letter = background & 2 ? 0x0 : 0xF; // black on what has green in it, else white
    return condition ? (uint16_t) ((cell & 0xFF) | letter << 8 | background << 12) : cell;
}

// find_contradiction(view, use)
//    What is wrong with a page, in words, or NULL.
static const char *
find_contradiction(const page_view *view, const page_use *use) {
    if ((view->kind == PAGE_KERNEL || view->kind == PAGE_RESERVED) && use->user) {
        return "is the kernel's, and users can access it";
    } else if (view->kind != PAGE_ALLOCATABLE) {
        return NULL;
    } else if (view->refcount == 0 && use->references > 0) {
        return "is free, and still in use";
    } else if (view->refcount > 0 && use->references > 0 && view->refcount != use->references) {
        return "has a reference count that is not the number of references";
    }
    return NULL;
}

// log_contradiction(pa, what, view, use)
//    Once, while it lasts.
static void
log_contradiction(uint64_t pa, const char *what, const page_view *view, page_use *use) {
    if (what != NULL && !use->contradiction) {
        log_printf("memory viewer: the page at %#lx %s (count %u, references %u)\n", pa, what,
                   view->refcount, use->references);
    }
    use->contradiction = what != NULL;
}

// physical_cell(pa)
//    The cell for the physical page at `pa`, not inverted.
static uint16_t
physical_cell(uint64_t pa) {
    page_use *use = &uses[pa / PAGESIZE];
    page_view view;
    view_page(pa, &view);
    const char *contradiction = find_contradiction(&view, use);
    log_contradiction(pa, contradiction, &view, use);
    if (contradiction != NULL) {
        return CELL_CONTRADICTION;
    }
    switch (view.kind) {
    case PAGE_RESERVED:
        return CELL_RESERVED;
    case PAGE_KERNEL:
        return CELL_KERNEL;
    case PAGE_CONSOLE:
        return CELL_CONSOLE;
    case PAGE_TICKS:
        return CELL_TICKS;
    default:
        return use->references > 0  ? cell_of_owner(use->owner)
               : view.refcount > 0 ? CELL_LEAKED
                                   : CELL_FREE;
    }
}

static void
draw_physical_memory(void) {
    console_printf_at(CPOS(0, 0), CS_WHITE "PHYSICAL MEMORY" CS_NORMAL);
    for (unsigned page = 0; page < NPAGES; ++page) {
        int row = PHYSICAL_ROW + (int) page / PAGES_A_ROW, column = (int) page % PAGES_A_ROW;
        if (column == 0) {
            console_printf_at(CPOS(row, 2), "0x%06x", page * PAGESIZE);
        }
        console[CPOS(row, FIRST_COLUMN + column)] =
            inverted_if(uses[page].user, physical_cell(page * PAGESIZE));
    }
}

// virtual_cell(it)
//    The cell for the virtual page at which `it` stands.
static uint16_t
virtual_cell(const vmiter *it) {
    if (!vmiter_present(it)) {
        return CELL_EMPTY;
    }
    uint64_t pa = vmiter_pa(it);
    return inverted_if(vmiter_user(it), pa < NPAGES * PAGESIZE ? physical_cell(pa) : CELL_PROGRAM);
}

static void
draw_virtual_memory(void) {
    process_view view;
    bool found = shown_pid != 0 && view_process(shown_pid, &view);
    console_printf_at(CPOS(VIRTUAL_ROW - 1, 0), CS_WHITE "%-60s" CS_NORMAL, "VIRTUAL MEMORY");
    if (found) {
        console_printf_at(CPOS(VIRTUAL_ROW - 1, 15), CS_WHITE "OF PROCESS %d" CS_NORMAL " (%s, %s)",
                          shown_pid, view.program, view.state);
    }
    for (uint64_t va = 0; va < MEMSIZE_VIRTUAL; va += PAGESIZE) {
        int page = (int) (va / PAGESIZE);
        int row = VIRTUAL_ROW + page / PAGES_A_ROW, column = page % PAGES_A_ROW;
        if (column == 0) {
            console_printf_at(CPOS(row, 2), "0x%06lx", va);
        }
        console[CPOS(row, FIRST_COLUMN + column)] =
            found ? virtual_cell(vmiter_at(view.pagetable, va)) : CELL_EMPTY;
    }
}
