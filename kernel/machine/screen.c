// screen.c: the hardware cursor, and the console's mirror on the serial line.

#include "screen.h"
#include "direct-map.h"
#include "memory-layout.h"
#include "mirror.h"
#include "serial.h"
#include "x86.h"

volatile uint16_t *const console = (volatile uint16_t *) (DIRECT_MAP + CONSOLE_ADDR);
const volatile uint16_t *screen_cells;

// How often to ask the serial port at a tick, at about a microsecond each: for a tenth of a tick.
#define PATIENCE_A_TICK (1000000 / HZ / 10)

static mirror terminal;

static void send(size_t room);
static void move_hardware_cursor(int pos);

void
screen_init(void) {
    console_clear();
    screen_cells = console;
    mirror_init(&terminal, serial_putc);
}

void
screen_update(void) {
    enum { MOST_TICKS = 64 }; // to wait: a program may never finish its scroll
    static int waited;
    bool scrolls = console_scrolls % 2 != 0 && waited < MOST_TICKS;
    waited = scrolls ? waited + 1 : 0;
    if (mirror_is_done(&terminal) && !scrolls && serial_room() >= MIRROR_PIECE) {
        mirror_take(&terminal, screen_cells);
        move_hardware_cursor(terminal.cursor);
    }
    send(MIRROR_PIECE);
    serial_send(PATIENCE_A_TICK);
}

void
screen_flush(void) {
    send(0);
    mirror_take(&terminal, console);
    move_hardware_cursor(terminal.cursor);
    send(0);
    serial_send(SERIAL_PATIENCE);
}

// send(room)
//    Sends pieces of the frame while the serial queue has room for `room` characters.
static void
send(size_t room) {
    while (!mirror_is_done(&terminal) && serial_room() >= room) {
        mirror_send(&terminal);
    }
}

// move_hardware_cursor(pos)
//    Moves it through the VGA's CRT controller, which has an index register and a data register.
static void
move_hardware_cursor(int pos) {
    enum { CRTC_INDEX = 0x3D4, CRTC_DATA = 0x3D5, CURSOR_HIGH = 0x0E, CURSOR_LOW = 0x0F };
    static int moved_to = -1;
    if (pos != moved_to) {
        outb(CRTC_INDEX, CURSOR_HIGH);
        outb(CRTC_DATA, (uint8_t) (pos >> 8));
        outb(CRTC_INDEX, CURSOR_LOW);
        outb(CRTC_DATA, (uint8_t) pos);
        moved_to = pos;
    }
}
