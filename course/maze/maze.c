// maze.c: the maze of part D, in which keys choose a walk: a kernel of its own above the shared
// layers, without processes. A room is a page-table page that uses two entries; an exit is an
// entry, with the physical address of the next room's page; a pit is an entry without PTE_P. A walk
// is what the processor does with an address: here with two levels, and one bit for each.

#include "kernel.h"
#include "console.h"
#include "direct-map.h"
#include "fault.h"
#include "interrupts.h"
#include "keyboard.h"
#include "log.h"
#include "power.h"
#include "screen.h"
#include "string.h"
#include "x86-64.h"

#define NROOMS 9
#define NSTEPS 2
#define PIT 0

// The rooms to which exits 0 and 1 lead.
static const int exits[NROOMS + 1][2] = {
    [1] = {3, 5}, [2] = {7, 4}, [3] = {8, PIT}, [4] = {8, 7},   [5] = {9, 3},
    [6] = {8, 9}, [7] = {6, 9}, [8] = {7, 2},   [9] = {PIT, 6},
};

// Room N's page lies at ROOM_ADDR(N), so that N is a digit of its address.
#define ROOM_ADDR(room) (PROC_START_ADDR + (uint64_t) (room) *PAGESIZE)

static struct {
    enum { CHOOSING, WALKING, ARRIVED, IN_PIT } state; // CHOOSING: waits for the start
    int rooms[NSTEPS + 1];                             // where it began, and where each step led
    int bits[NSTEPS];
    int nsteps; // taken so far, including one into a pit
} walk;

static void build_rooms(void);
static void start_walk(int room);
static void handle_key(int key);
static void draw(void);

// kernel_start(command)
//    Builds the rooms, and then does what keys say, for ever.
void
kernel_start(const char *command) {
    log_printf("kernel_start: %s\n", command);
    build_rooms();
    start_walk(1);
    for (;;) {
        draw();
        screen_update();
        int key;
        while ((key = keyboard_getc()) < 0) {
            wait_for_interrupt();
        }
        handle_key(key);
    }
}


// room_page(room)
//    The page of a room, 1 to NROOMS.
static x86_64_pagetable *
room_page(int room) {
    return pa2kptr(ROOM_ADDR(room));
}

static void
build_rooms(void) {
    for (int room = 1; room <= NROOMS; ++room) {
        memset(room_page(room), 0, PAGESIZE);
        for (int bit = 0; bit < 2; ++bit) {
            int next = exits[room][bit];
            room_page(room)->entry[bit] = next != PIT ? ROOM_ADDR(next) | PTE_P | PTE_W | PTE_U : 0;
        }
    }
}

// room_behind(entry)
//    The room to which an entry leads, or PIT.
static int
room_behind(x86_64_pageentry_t entry) {
    return entry & PTE_P ? (int) (((entry & PTE_PAMASK) - PROC_START_ADDR) / PAGESIZE) : PIT;
}

static void
start_walk(int room) {
    walk.state = WALKING;
    walk.rooms[0] = room;
    walk.nsteps = 0;
}

// take_exit(bit)
//    One step of the walk, as the processor takes it.
static void
take_exit(int bit) {
    int next = room_behind(room_page(walk.rooms[walk.nsteps])->entry[bit]);
    walk.bits[walk.nsteps] = bit;
    ++walk.nsteps;
    walk.rooms[walk.nsteps] = next;
    walk.state = next == PIT ? IN_PIT : walk.nsteps == NSTEPS ? ARRIVED : WALKING;
}

static void
handle_key(int key) {
    if (key == 'q' || key == KEY_CONTROL_C) {
        power_off(); // does not return
    } else if (key == 'r' && walk.state != CHOOSING) {
        start_walk(walk.rooms[0]);
        walk.state = CHOOSING;
    } else if (key == 'r' || (key >= '2' && key <= '9')) {
        start_walk(key == 'r' ? walk.rooms[0] : key - '0');
    } else if (key == '1' && walk.state == CHOOSING) {
        start_walk(1);
    } else if ((key == '0' || key == '1') && walk.state == WALKING) {
        take_exit(key - '0');
    }
}


#define BOX_WIDTH 25
#define BOX_HEIGHT 4
#define BOXES_A_ROW 3
#define WALK_ROW 17
#define ADDRESS_ROW 19
#define MESSAGE_ROW 21
#define KEYS_ROW 23

#define CS_TITLE "\033[30;46m"

static void draw_room(int room);
static void draw_walk(void);
static void draw_address(void);
static int draw_message(void);

static void
draw(void) {
    console_clear();
    console_printf_at(
        CPOS(0, 0), CS_TITLE "%-80s",
        "  THE MAZE    a room is a page table, an exit is an entry, a pit is not present");
    for (int room = 1; room <= NROOMS; ++room) {
        draw_room(room);
    }
    draw_walk();
    draw_address();
    console_printf_at(CPOS(KEYS_ROW, 2), CS_WHITE
                      "0 1" CS_NORMAL " take an exit    " CS_WHITE "2" CS_NORMAL " to " CS_WHITE
                      "9" CS_NORMAL " start there    " CS_WHITE "r" CS_NORMAL
                      " start again, anywhere    " CS_WHITE "q" CS_NORMAL " leave");
    cursorpos = draw_message();
}

// room_color(room)
//    The colours of a room's name: #6 and #8 are blue, #7 and #9 are red.
static const char *
room_color(int room) {
    return room == PIT              ? "\033[97;45m"
           : room == 6 || room == 8 ? "\033[97;44m"
           : room == 7 || room == 9 ? "\033[97;41m"
                                    : "\033[30;47m";
}

// draw_entry(cpos, room, bit, color)
//    Draws the line of a room's box that shows an entry; it stands out if the walk went through it.
static void
draw_entry(int cpos, int room, int bit, const char *color) {
    bool taken = false;
    for (int step = 0; step < walk.nsteps; ++step) {
        taken = taken || (walk.rooms[step] == room && walk.bits[step] == bit);
    }
    x86_64_pageentry_t entry = room_page(room)->entry[bit];
    int next = room_behind(entry);
    cpos = console_printf_at(cpos, "%s|%s%c%d  0x%06lx  %s  %s", color,
                             taken ? CS_GREEN : CS_NORMAL, taken ? '>' : ' ', bit, entry,
                             entry & PTE_P ? "PWU" : "---", next == PIT ? "" : "#");
    if (next == PIT) {
        cpos = console_printf_at(cpos, CS_MAGENTA "pit ");
    } else {
        cpos = console_printf_at(cpos, "%s%d  ", taken ? CS_GREEN : CS_NORMAL, next);
    }
    console_printf_at(cpos, "%s|", color);
}

// draw_room(room)
//    Draws the room as a box with its two entries, at its place among the boxes. It stands out
//    while the walk is in it.
static void
draw_room(int room) {
    bool current = walk.rooms[walk.nsteps] == room;
    const char *color = current ? CS_YELLOW : "\033[90m";
    int row = 2 + (room - 1) / BOXES_A_ROW * (BOX_HEIGHT + 1);
    int column = 2 + (room - 1) % BOXES_A_ROW * (BOX_WIDTH + 1);
    const char *edge = current ? "=======================" : "-----------------------";
    console_printf_at(CPOS(row, column), "%s+%.*s+", color, BOX_WIDTH - 2, edge);
    console_printf_at(CPOS(row, column + 2), "%s #%d " CS_NORMAL "%s at %#lx ", room_color(room),
                      room, current ? CS_YELLOW : CS_NORMAL, ROOM_ADDR(room));
    draw_entry(CPOS(row + 1, column), room, 0, color);
    draw_entry(CPOS(row + 2, column), room, 1, color);
    console_printf_at(CPOS(row + 3, column), "%s+%.*s+", color, BOX_WIDTH - 2, edge);
}

// draw_name(cpos, room)
//    Draws a room's name in its colours. Returns the position after it.
static int
draw_name(int cpos, int room) {
    return room == PIT ? console_printf_at(cpos, "%s pit ", room_color(room))
                       : console_printf_at(cpos, "%s #%d ", room_color(room), room);
}

static void
draw_walk(void) {
    int cpos =
        console_printf_at(CPOS(WALK_ROW, 2), "Walk     %%cr3 = %#lx ", ROOM_ADDR(walk.rooms[0]));
    cpos = draw_name(cpos, walk.rooms[0]);
    for (int step = 0; step < walk.nsteps; ++step) {
        int bit = walk.bits[step];
        cpos = console_printf_at(cpos, " " CS_GREEN "-%d->" CS_NORMAL " 0x%06lx ", bit,
                                 room_page(walk.rooms[step])->entry[bit]);
        cpos = draw_name(cpos, walk.rooms[step + 1]);
    }
}

// draw_address()
//    Draws the bits so far, as the address to translate.
static void
draw_address(void) {
    int cpos = console_printf_at(CPOS(ADDRESS_ROW, 2), "Address  ");
    for (int step = 0; step < NSTEPS; ++step) {
        cpos = step < walk.nsteps ? console_printf_at(cpos, "| " CS_GREEN "%d ", walk.bits[step])
                                  : console_printf_at(cpos, "| . ");
    }
    console_printf_at(cpos, "|    one bit for each level: which entry of the page");
}

// draw_message()
//    Draws what has happened, or what to do. Returns the position after it.
static int
draw_message(void) {
    int cpos = CPOS(MESSAGE_ROW, 2), room = walk.rooms[walk.nsteps];
    switch (walk.state) {
    case CHOOSING:
        return console_printf_at(
            cpos, CS_YELLOW "Where do you start?" CS_NORMAL " Press 1 to 9, or r for #%d again. ",
            walk.rooms[0]);
    case WALKING:
        return console_printf_at(cpos, CS_YELLOW "You are in #%d." CS_NORMAL " Press 0 or 1. ",
                                 room);
    case ARRIVED:
        return console_printf_at(cpos,
                                 CS_GREEN "Arrived in #%d." CS_NORMAL " From #%d, address %d%d maps"
                                          " to the page at %#lx. ",
                                 room, walk.rooms[0], walk.bits[0], walk.bits[1], ROOM_ADDR(room));
    default:
        return console_printf_at(cpos, CS_ERROR " A pit! " CS_NORMAL
                                                " The entry has no PTE_P: the walk ends, as with a"
                                                " page fault. ");
    }
}


// What the shared layers need from a kernel. Nothing here makes system calls or allocates memory.

void
exception(regstate *regs) {
    fault_panic(regs);
}

uintptr_t
syscall(regstate *regs) {
    (void) regs;
    return 0;
}

x86_64_pagetable kernel_pagetable[1];

void *
kalloc(size_t size) {
    (void) size;
    return NULL;
}

void
kfree(void *pointer) {
    (void) pointer;
}

const pid_t view_last_pid = 0;

bool
view_process(pid_t pid, process_view *view) {
    (void) pid;
    (void) view;
    return false;
}

void
view_page(uint64_t pa, page_view *view) {
    (void) pa;
    *view = (page_view) {.kind = PAGE_KERNEL, .refcount = 0};
}
