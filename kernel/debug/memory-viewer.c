// memory-viewer.c: draws what page-uses.h finds.

#include "memory-viewer.h"
#include "console.h"
#include "kernel.h"
#include "page-uses.h"
#include "screen.h"
#include "string.h"
#include "timer.h"
#include "vmiter.h"

#define PAGES_A_ROW 64
#define PHYSICAL_ROW 1
#define VIRTUAL_ROW (PHYSICAL_ROW + SHOWN_PAGES / PAGES_A_ROW + 1)
#define FIRST_COLUMN 12

#define UPDATE_TICKS (HZ / 10)
#define TURN_TICKS (HZ / 2)

static bool visible;
static uint64_t next_update;
static pid_t shown_pid;
static uint64_t next_turn;

static void turn_to_next_process(void);
static void draw_physical_memory(void);
static void draw_virtual_memory(void);

void
memory_viewer_toggle(void) {
    static uint16_t saved[CONSOLE_CELLS]; // what the screen showed before
    static int saved_cursor;
    visible = !visible;
    next_update = 0;
    if (visible) {
        memcpy(saved, (const void *) console, sizeof(saved)); // volatile only since users write it
        saved_cursor = console_cursor();
        console_clear();
        cursorpos = CPOS(CONSOLE_ROWS - 1, 0);
    } else {
        memcpy((void *) console, saved, sizeof(saved));
        cursorpos = saved_cursor;
        screen_cells = console;
    }
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
    page_uses_find();
    draw_physical_memory();
    draw_virtual_memory();

    static uint16_t drawn[CONSOLE_CELLS]; // for the mirror: programs may print over the console
    memcpy(drawn, (const void *) console, sizeof(drawn));
    screen_cells = drawn;
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
cell_of_owner(uint16_t owner) {
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
    uint16_t letter = background & 2 ? 0x0 : 0xF; // black on colours that contain green, else white
    return condition ? (uint16_t) ((cell & 0xFF) | letter << 8 | background << 12) : cell;
}

// physical_cell(use)
//    The cell for a physical page, without inversion.
static uint16_t
physical_cell(const page_use *use) {
    if (use->contradiction != NULL) {
        return use->references == 0 && !use->user ? CELL_LEAKED : CELL_CONTRADICTION;
    }
    switch (use->view.kind) {
    case PAGE_RESERVED: return CELL_RESERVED;
    case PAGE_KERNEL: return CELL_KERNEL;
    case PAGE_CONSOLE: return CELL_CONSOLE;
    case PAGE_TICKS: return CELL_TICKS;
    default: return use->references > 0 ? cell_of_owner(use->owner) : CELL_FREE;
    }
}

// draw_row(row, address)
//    Draws the address of the row's first page, and blanks the rest: programs may have printed
//    there.
static void
draw_row(int row, uint64_t address) {
    console_printf_at(CPOS(row, 0), "  0x%06lx  %68s", address, "");
}

static void
draw_physical_memory(void) {
    console_printf_at(CPOS(0, 0), CS_WHITE "%-80s" CS_NORMAL, "PHYSICAL MEMORY");
    for (unsigned page = 0; page < SHOWN_PAGES; ++page) {
        int row = PHYSICAL_ROW + (int) page / PAGES_A_ROW, column = (int) page % PAGES_A_ROW;
        if (column == 0) {
            draw_row(row, page * PAGESIZE);
        }
        console[CPOS(row, FIRST_COLUMN + column)] =
            inverted_if(page_uses[page].user, physical_cell(&page_uses[page]));
    }
}

// virtual_cell(it)
//    The cell for the virtual page at which `it` stands.
static uint16_t
virtual_cell(const vmiter *it) {
    if (!vmiter_present(it)) {
        return CELL_EMPTY;
    }
    uint64_t page = vmiter_pa(it) / PAGESIZE;
    return inverted_if(vmiter_user(it),
                       page < SHOWN_PAGES ? physical_cell(&page_uses[page]) : CELL_PROGRAM);
}

static void
draw_virtual_memory(void) {
    process_view view;
    bool found = shown_pid != 0 && view_process(shown_pid, &view);
    console_printf_at(CPOS(VIRTUAL_ROW - 1, 0), CS_WHITE "%-80s" CS_NORMAL, "VIRTUAL MEMORY");
    if (found) {
        console_printf_at(CPOS(VIRTUAL_ROW - 1, 15),
                          CS_WHITE "OF PROCESS %d" CS_NORMAL " (%.40s, %s)", shown_pid,
                          view.program, view.state);
    }
    for (uint64_t va = 0; va < MEMSIZE_VIRTUAL; va += PAGESIZE) {
        int page = (int) (va / PAGESIZE);
        int row = VIRTUAL_ROW + page / PAGES_A_ROW, column = page % PAGES_A_ROW;
        if (column == 0) {
            draw_row(row, va);
        }
        console[CPOS(row, FIRST_COLUMN + column)] =
            found ? virtual_cell(vmiter_at(view.pagetable, va)) : CELL_EMPTY;
    }
}
