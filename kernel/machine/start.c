// start.c: initializes the machine, between the loader and the kernel above.

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
//    kernel_entry calls it, with interrupts off and the loader's page tables active.
void
machine_start(boot_info *info) {
    processor_init();
    segments_init();
    timer_init();
    interrupts_init(); // also discards a pending tick of the firmware's timer
    disk_image_init(info);
    serial_init();
    keyboard_init();
    screen_init();
    kernel_start(disk_image_info()->command);
}
