// screen.c: the hardware cursor, and the console's mirror on the serial line. The mirror remembers
// what the terminal shows, and sends as little as makes it show what the console has now.

#include "screen.h"
#include "console.h"
#include "direct-map.h"
#include "printf.h"
#include "serial.h"
#include "string.h"
#include "x86.h"

volatile uint16_t *const console = (volatile uint16_t *) (DIRECT_MAP + CONSOLE_ADDR);

// Asking the port takes about a microsecond; sending at a tick may take a tenth of one.
#define PATIENCE_A_TICK (1000000 / HZ / 10)
#define MOST_BYTES_A_CELL 128 // with its position and colour, after a gap of a few others

// What the terminal shows, and where it would write next; -1: not known.
static struct {
    uint16_t cells[CONSOLE_CELLS];
    int pos;
    int color;
} terminal;

static int hardware_cursor; // where it was last moved to; -1: not known

static void move_hardware_cursor(int pos);
static void send_cell(int pos, uint16_t cell);
static void send_position(int pos);

void
screen_init(void) {
    console_clear();
    for (int i = 0; i < CONSOLE_CELLS; ++i) {
        terminal.cells[i] = CONSOLE_NORMAL | ' ';
    }
    serial_printf("\033[0m\033[2J");
    terminal.pos = -1;
    terminal.color = CONSOLE_NORMAL >> 8;
    hardware_cursor = -1;
}

static void update(bool everything);

void
screen_update(void) {
    update(false);
    serial_send(PATIENCE_A_TICK);
}

void
screen_flush(void) {
    update(true);
    serial_send(SERIAL_PATIENCE);
}

static void
update(bool everything) {
    static int next; // the cell to begin with
    for (int n = 0; n < CONSOLE_CELLS && (everything || serial_room() >= MOST_BYTES_A_CELL); ++n) {
        uint16_t cell = console[next];
        if (cell != terminal.cells[next]) {
            send_cell(next, cell);
        }
        next = next + 1 < CONSOLE_CELLS ? next + 1 : 0;
    }
    int cursor = console_cursor();
    if (cursor == CONSOLE_CELLS) {
        --cursor; // behind the last cell: shown on it
    }
    if (cursor != terminal.pos && (everything || serial_room() >= MOST_BYTES_A_CELL)) {
        send_position(cursor);
    }
    if (cursor != hardware_cursor) {
        move_hardware_cursor(cursor);
        hardware_cursor = cursor;
    }
}


static void send_color(int color);

static void
send_cell(int pos, uint16_t cell) {
    enum { SHORT_GAP = 6 }; // as long as the sequence that would skip it
    bool gap = terminal.pos >= 0 && pos > terminal.pos && pos - terminal.pos < SHORT_GAP
               && CROW(pos) == CROW(terminal.pos);
    if (gap) {
        send_cell(pos - 1, terminal.cells[pos - 1]);
    } else if (pos != terminal.pos) {
        send_position(pos);
    }
    if (cell >> 8 != terminal.color) {
        send_color(cell >> 8);
    }
    char c = cell & 0xFF;
    serial_putc(is_printable(c) ? c : c == '\0' ? ' ' : '?');
    terminal.cells[pos] = cell;
    // In the last column terminals differ: some wrap, some wait for the next character.
    terminal.pos = CCOL(pos + 1) == 0 ? -1 : pos + 1;
}

static void
send_position(int pos) {
    serial_printf("\033[%d;%dH", CROW(pos) + 1, CCOL(pos) + 1);
    terminal.pos = pos;
}

// send_color(color)
//    `color` is a cell's high byte. ANSI and VGA count colours with red and blue exchanged.
static void
send_color(int color) {
    int foreground = (int) exchange_red_and_blue(color & 7) + (color & 8 ? 90 : 30);
    int background = (int) exchange_red_and_blue(color >> 4 & 7) + (color & 0x80 ? 100 : 40);
    if (color == CONSOLE_NORMAL >> 8) {
        serial_printf("\033[0m");
    } else {
        serial_printf("\033[0;%d;%dm", foreground, background);
    }
    terminal.color = color;
}

// move_hardware_cursor(pos)
//    Through the VGA's CRT controller, which has an index register and a data register.
static void
move_hardware_cursor(int pos) {
    enum { CRTC_INDEX = 0x3D4, CRTC_DATA = 0x3D5, CURSOR_HIGH = 0x0E, CURSOR_LOW = 0x0F };
    outb(CRTC_INDEX, CURSOR_HIGH);
    outb(CRTC_DATA, (uint8_t) (pos >> 8));
    outb(CRTC_INDEX, CURSOR_LOW);
    outb(CRTC_DATA, (uint8_t) pos);
}
