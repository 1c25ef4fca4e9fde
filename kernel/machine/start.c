// start.c: from the loader to the kernel above.

#include "disk-image.h"
#include "interrupts.h"
#include "kernel.h"
#include "keyboard.h"
#include "processor.h"
#include "screen.h"
#include "segments.h"
#include "serial.h"
#include "timer.h"

// machine_start(info)
//    Called by kernel_entry, with interrupts off, on the loader's page tables.
void
machine_start(boot_info *info) {
    processor_init();
    segments_init();
    timer_init();
    interrupts_init(); // forgets the ticks of the firmware's timer
    disk_image_init(info);
    serial_init();
    keyboard_init();
    screen_init();
    kernel_start(disk_image_info()->command);
}
