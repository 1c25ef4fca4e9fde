// power.c: ends or restarts the run.

#include "power.h"
#include "acpi.h"
#include "console.h"
#include "disk-image.h"
#include "screen.h"
#include "string.h"
#include "x86.h"

extern void switch_to_loader(uint64_t page_tables, uint64_t loader) never_returns;

// end_run(code)
//    Waits after it has written to the port: some hosts take a moment to end the run (QEMU 10
//    does). Without such a host the port reads as all ones.
void
end_run(uint8_t code) {
    screen_flush();
    outb(DEBUG_EXIT_PORT, code);
    while (inb(DEBUG_EXIT_PORT) != 0xFF) {
    }
}

void
power_off(void) {
    end_run(EXIT_OK);
    acpi_power_off();
    console_printf("It is now safe to turn off the machine.\n");
    screen_flush();
    halt_forever();
}

void
restart(const char *command) {
    boot_info *info = disk_image_info();
    strlcpy(info->command, command, sizeof(info->command));
    switch_to_loader(info->page_tables, info->loader);
}
