// refuse.c: how the loader says why it stops. (The first two stages have their own way, through the
// BIOS: bootsector.S.)

#include "exit-codes.h"
#include "loader.h"

static inline void
outb(uint16_t port, uint8_t byte) {
    __asm__ volatile("outb %0, %1" : : "a"(byte), "Nd"(port));
}

void
refuse(const char *message, const char *details) {
    enum { COM1 = 0x3F8 };
    volatile uint16_t *cell = (volatile uint16_t *) CONSOLE_ADDR;
    const char *parts[] = {"Weensy: ", message, details, "\r\n"};
    for (size_t i = 0; i < ARRAY_SIZE(parts); ++i) {
        for (const char *c = parts[i]; *c != '\0'; ++c) {
            *cell++ = 0x0700 | (*c < ' ' ? ' ' : *c);
            outb(COM1, *c);
        }
    }
    outb(DEBUG_EXIT_PORT, EXIT_BOOT_FAILED);
    for (;;) {
        __asm__ volatile("cli; hlt");
    }
}
