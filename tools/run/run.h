#ifndef WEENSY_RUN_H
#define WEENSY_RUN_H

// run.h: all that the tool knows about a run while it lasts.

#include "ending.h"
#include "image.h"
#include "monitor.h"
#include "options.h"
#include "qemu.h"
#include "rows.h"
#include "screen.h"

struct run {
    struct options options;
    struct disk_image image;
    struct qemu qemu; // its pid is 0 when it has ended
    pid_t gdb;        // 0: gdb does not run
    struct monitor monitor;
    struct screen screen;
    struct rows rows;
    bool has_keys;        // standard input goes to the guest
    bool guest_pauses;    // the guest sends nothing at the moment
    long started;         // when the run began, by milliseconds()
    uint64_t rests_since; // the guest's ticks at the first look after the screen's last change
    unsigned looks_seen;  // how many looks `rests_since` takes into account
    unsigned over_seen;   // the first look after the screen said that no process is left, or 0
    bool found;           // the text that the run waits for has been on the screen
    uint8_t exit_code;    // the guest's, if it came through the exit pipe; or 0
    enum ending ending;
};

#endif
