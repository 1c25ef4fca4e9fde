// keyboard.c: the PS/2 keyboard and its controller (IBM PS/2 Technical Reference,
// "Keyboard/Auxiliary Device Controller"), which translates to scan codes of set 1. The kernel
// polls it at every tick, which is faster than people type.

#include "keyboard.h"
#include "serial.h"
#include "x86.h"

enum {
    KEYBOARD_DATA = 0x60,
    KEYBOARD_STATUS = 0x64,
    STATUS_OUTPUT_FULL = 0x01,
    STATUS_NO_CONTROLLER = 0xFF,
    STATUS_FROM_MOUSE = 0x20,

    SCAN_RELEASED = 0x80,
    SCAN_CONTROL = 0x1D,
    SCAN_LEFT_SHIFT = 0x2A,
    SCAN_RIGHT_SHIFT = 0x36,
};

// The characters of a United States keyboard, by scan code; 0: none.
static const char plain[] =
    "\0\0331234567890-=\b\tqwertyuiop[]\n\0asdfghjkl;'`\0\\zxcvbnm,./\0*\0 ";
static const char shifted[] =
    "\0\033!@#$%^&*()_+\b\tQWERTYUIOP{}\n\0ASDFGHJKL:\"~\0|ZXCVBNM<>?\0*\0 ";

static bool control_down, shift_down;

static int read_scan_code(void);
static int key_of(int scan_code);

void
keyboard_init(void) {
    enum { MOST = 1000 }; // a broken controller might send without end
    for (int i = 0; i < MOST && read_scan_code() >= 0; ++i) {
    }
}

int
keyboard_getc(void) {
    int scan_code;
    while ((scan_code = read_scan_code()) >= 0) {
        int key = key_of(scan_code);
        if (key != 0) {
            return key;
        }
    }
    return serial_getc();
}

// read_scan_code()
//    The next byte from the keyboard; -1 if there is none.
static int
read_scan_code(void) {
    uint8_t status = inb(KEYBOARD_STATUS);
    if (!(status & STATUS_OUTPUT_FULL) || status == STATUS_NO_CONTROLLER) {
        return -1;
    }
    uint8_t code = inb(KEYBOARD_DATA);
    return status & STATUS_FROM_MOUSE ? SCAN_RELEASED : code;
}

// key_of(scan_code)
//    The character that the scan code produces; 0: none. Keeps track of Control and Shift.
static int
key_of(int scan_code) {
    bool down = !(scan_code & SCAN_RELEASED);
    int key = scan_code & ~SCAN_RELEASED;
    if (key == SCAN_CONTROL) {
        control_down = down;
    } else if (key == SCAN_LEFT_SHIFT || key == SCAN_RIGHT_SHIFT) {
        shift_down = down;
    }
    if (!down || (size_t) key >= sizeof(plain)) {
        return 0;
    }
    char c = shift_down ? shifted[key] : plain[key];
    bool letter = plain[key] >= 'a' && plain[key] <= 'z';
    return control_down && letter ? c & 0x1F : c;
}
