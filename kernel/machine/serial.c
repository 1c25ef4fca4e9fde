// serial.c: the 16550 UART at COM1 (National Semiconductor PC16550D data sheet).

#include "serial.h"
#include "x86.h"

enum {
    COM1 = 0x3F8,
    DATA = COM1 + 0,             // while LINE_DIVISOR_LATCH is set: the divisor's low byte
    INTERRUPT_ENABLE = COM1 + 1, // likewise: its high byte
    FIFO_CONTROL = COM1 + 2,
    LINE_CONTROL = COM1 + 3,
    MODEM_CONTROL = COM1 + 4,
    LINE_STATUS = COM1 + 5,

    DIVISOR_115200 = 1,
    LINE_DIVISOR_LATCH = 0x80,
    LINE_8N1 = 0x03, // 8 bits, no parity, 1 stop bit
    FIFO_ENABLE_AND_CLEAR = 0x07,
    MODEM_READY = 0x03, // data terminal ready, request to send
    STATUS_RECEIVED = 0x01,
    STATUS_CAN_SEND = 0x20,
};

static bool present;

// Characters that are still to be sent: a ring buffer.
static char queue[1024];
static size_t queue_start, queue_length;

void
serial_init(void) {
    outb(INTERRUPT_ENABLE, 0);
    outb(LINE_CONTROL, LINE_DIVISOR_LATCH);
    outb(DATA, DIVISOR_115200);
    outb(INTERRUPT_ENABLE, 0);
    outb(LINE_CONTROL, LINE_8N1);
    outb(FIFO_CONTROL, FIFO_ENABLE_AND_CLEAR);
    outb(MODEM_CONTROL, MODEM_READY);
    present = inb(LINE_CONTROL) == LINE_8N1; // without a port it reads as 0xFF
}

void
serial_putc(char c) {
    if (present && serial_room() == 0) {
        serial_send(SERIAL_PATIENCE);
        present = serial_room() > 0; // else nothing reads the line: give up
    }
    if (present) {
        queue[(queue_start + queue_length) % sizeof(queue)] = c;
        queue_length += 1;
    }
}

size_t
serial_room(void) {
    return sizeof(queue) - queue_length;
}

void
serial_send(unsigned patience) {
    for (; present && queue_length > 0 && patience > 0; --patience) {
        if (inb(LINE_STATUS) & STATUS_CAN_SEND) {
            outb(DATA, (uint8_t) queue[queue_start]);
            queue_start = (queue_start + 1) % sizeof(queue);
            queue_length -= 1;
        }
    }
}

int
serial_getc(void) {
    if (!present || !(inb(LINE_STATUS) & STATUS_RECEIVED)) {
        return -1;
    }
    return inb(DATA);
}
