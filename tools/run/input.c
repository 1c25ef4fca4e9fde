// input.c: reads what the guest, QEMU and the user send.

#include "input.h"
#include "picture.h"
#include "strace.h"
#include "terminal.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

#define CONTROL_C 0x03
#define CONTROL_L 0x0C

void
open_keys(struct run *run) {
    bool console = run->options.mode == MODE_CONSOLE;
    if (!console && run->options.mode != MODE_GRAPHIC) {
        return;
    }
    if (is_in_terminal_foreground()) {
        terminal_open(console ? &run->screen : NULL);
        run->has_keys = true;
    } else {
        run->has_keys = console && !isatty(STDIN_FILENO);
    }
}

static bool take_output(struct run *run);
static void take_keys(struct run *run);
static void take_exit_code(struct run *run);

#define WAIT 50      // milliseconds
#define SHORT_WAIT 5 // milliseconds, while QEMU ends

// What the tool waits for. READER: that the reader of standard output closes it.
enum { SERIAL, MONITOR, KEYS, CALLS, EXIT, READER };

void
wait_for_input(struct run *run) {
    struct pollfd inputs[] = {
        [SERIAL] = {.fd = run->qemu.serial, .events = POLLIN},
        [MONITOR] = {.fd = run->qemu.monitor, .events = POLLIN},
        [KEYS] = {.fd = run->has_keys ? STDIN_FILENO : -1, .events = POLLIN},
        [CALLS] = {.fd = run->qemu.strace, .events = POLLIN},
        [EXIT] = {.fd = run->qemu.exit, .events = POLLIN},
        [READER] = {.fd = run->options.mode == MODE_HEADLESS ? STDOUT_FILENO : -1},
    };
    bool qemu_leaves = run->qemu.monitor < 0;
    if (poll(inputs, ARRAY_SIZE(inputs), qemu_leaves ? SHORT_WAIT : WAIT) < 0) {
        return; // a signal
    }
    run->guest_pauses = !inputs[SERIAL].revents;
    if (inputs[SERIAL].revents && !take_output(run)) {
        run->qemu.serial = -1;
    }
    if (inputs[MONITOR].revents && !monitor_read(&run->monitor, run->qemu.monitor)) {
        run->qemu.monitor = -1;
    }
    if (inputs[KEYS].revents) {
        take_keys(run);
    }
    if (inputs[CALLS].revents) {
        strace_take(run->qemu.strace);
    }
    if (inputs[EXIT].revents) {
        take_exit_code(run);
    }
    if (inputs[READER].revents && run->ending == RUNNING) {
        run->ending = LEFT;
    }
}

static void take_frame(struct run *run);

// take_output(run)
//    Reads what the guest has sent. False if there is nothing left to read.
static bool
take_output(struct run *run) {
    char data[4096];
    ssize_t n = read(run->qemu.serial, data, sizeof(data));
    if (n <= 0) {
        return false;
    }
    // Nothing after the text that a run waits for counts, except in a recording.
    for (size_t shown = 0; shown < (size_t) n && (!run->found || run->options.record);) {
        shown += screen_put(&run->screen, data + shown, (size_t) n - shown);
        if (run->screen.frame_ended) {
            take_frame(run);
        }
    }
    if (run->options.mode == MODE_CONSOLE && !terminal_paints()
        && write(STDOUT_FILENO, data, (size_t) n) != n) { // the guest's bytes, unchanged
        run->ending = LEFT;
    }
    return true;
}

// take_frame(run)
//    Shows the screen, which is whole, since a frame has ended.
static void
take_frame(struct run *run) {
    if (run->options.mode == MODE_HEADLESS) {
        rows_look(&run->rows, &run->screen);
    } else if (terminal_paints() && !picture_paint()) {
        run->ending = LEFT;
    }
    look_for_text(run);
}

void
look_for_text(struct run *run) {
    run->found |= run->options.until && screen_shows(&run->screen, run->options.until);
}

static void
take_keys(struct run *run) {
    char keys[256];
    ssize_t n = read(STDIN_FILENO, keys, sizeof(keys));
    if (n <= 0) {
        run->has_keys = false;
    } else if (memchr(keys, CONTROL_C, (size_t) n)) {
        run->ending = LEFT;
    } else {
        if (memchr(keys, CONTROL_L, (size_t) n)) {
            picture_is_stale();
        }
        // If the guest reads no keys, they are lost; the tool must not wait for it.
        ssize_t written = write(run->qemu.keys, keys, (size_t) n);
        (void) written;
    }
}

// take_exit_code(run)
//    Reads the guest's exit code. It ends the run, but a replay goes on to the end of the
//    recording.
static void
take_exit_code(struct run *run) {
    ssize_t n = read(run->qemu.exit, &run->exit_code, sizeof(run->exit_code));
    if (n > 0 && run->options.record && run->ending == RUNNING) {
        run->ending = ending_of_code(run->exit_code);
    }
}

void
take_last_words(struct run *run) {
    while (run->qemu.serial >= 0 && take_output(run)) {
    }
    if (run->qemu.strace >= 0) {
        strace_take(run->qemu.strace);
    }
    if (run->qemu.exit >= 0) {
        take_exit_code(run);
    }
}
