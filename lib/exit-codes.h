#ifndef WEENSY_EXIT_CODES_H
#define WEENSY_EXIT_CODES_H

// exit-codes.h: how a run ends on QEMU. QEMU's device isa-debug-exit, if there is one, takes a byte
// at this port and ends QEMU with exit status 2 * byte + 1. Assembly reads this file, too.

#define DEBUG_EXIT_PORT 0xF4

#define EXIT_OK 0x10          // ended, quit or turned off
#define EXIT_PANIC 0x11       // kernel panic
#define EXIT_BOOT_FAILED 0x12 // the boot code could not continue

#endif
