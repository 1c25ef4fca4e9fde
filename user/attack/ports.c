// ports.c: hostile acts with input and output ports: one for each device that can do harm.

#include "attack.h"

void
attack_ports(void) {
    static const struct {
        const char *name;
        uint16_t port;
        uint8_t value;
    } ports[] = {
        {"the first port", 0, 0},
        {"master interrupt controller", 0x20, 0x20},
        {"interrupt mask", 0x21, 0xFF},
        {"timer", 0x43, 0x34},
        {"keyboard", 0x60, 0xFF},
        {"reset by the keyboard's controller", 0x64, 0xFE},
        {"real-time clock", 0x70, 0x8F},
        {"delay", 0x80, 0},
        {"A20 gate and reset", 0x92, 0x01},
        {"slave interrupt controller", 0xA0, 0x20},
        {"debug port", 0xE9, '!'},
        {"end of QEMU", 0xF4, 0},
        {"disk", 0x1F7, 0x30},
        {"VGA registers", 0x3D4, 0x0A},
        {"serial line", 0x3F8, '!'},
        {"power", 0x604, 0},
        {"PCI configuration", 0xCF8, 0},
        {"reset", 0xCF9, 0x06},
        {"the last port", 0xFFFF, 0},
    };
    for (size_t i = 0; i < ARRAY_SIZE(ports); ++i) {
        IN_CHILD("ports", "out: ", ports[i].name,
                 __asm__ volatile("outb %%al, %%dx"
                                  :
                                  : "a"(ports[i].value), "d"(ports[i].port));
                 note(true));
        IN_CHILD("ports", "in: ", ports[i].name,
                 __asm__ volatile("inb %%dx, %%al"
                                  :
                                  : "d"(ports[i].port)
                                  : "rax");
                 note(true));
    }
    ACT("ports", "out, 4 bytes: PCI configuration", "outl %%eax, %%dx" : : "a"(0), "d"(0xCF8));
    ACT("ports", "out, a string: serial line", "rep outsb" : : "S"(text), "d"(0x3F8), "c"(3));
    ACT("ports", "in, a string: disk", "rep insw" : : "D"(data), "d"(0x1F0), "c"(3) : "memory");
    ACT("ports", "all input and output by popf, then out", "pushq $0x3002; popfq; outb %al, $0x80");
}
