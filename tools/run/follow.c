// follow.c: follows a run until it ends. It looks again and again at QEMU, gdb, the screen and the
// clock, and decides when the run is over.

#include "follow.h"
#include "capabilities.h"
#include "gdb.h"
#include "host.h"
#include "input.h"
#include "memory-layout.h"
#include "picture.h"
#include "process.h"
#include "signals.h"
#include "terminal.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#define RECORD_PATIENCE 30000 // milliseconds for QEMU to finish a recording

static void look_at_qemu(struct run *run);
static void look_at_gdb(struct run *run);
static void look_at_screen(struct run *run);
static void look_at_clock(struct run *run, long now);

void
follow(struct run *run) {
    screen_clear(&run->screen);
    run->monitor.starts_guest = run->options.mode != MODE_GDB;
    run->started = milliseconds();
    open_keys(run);
    while (!signal_caught && (run->ending == RUNNING || run->gdb)) {
        wait_for_input(run);
        look_at_qemu(run);
        if (run->options.mode == MODE_GDB) {
            look_at_gdb(run);
        } else if (run->ending == RUNNING) {
            look_at_screen(run);
            look_at_clock(run, milliseconds());
        }
    }
    if (run->ending == RUNNING) { // a signal
        run->ending = LEFT;
    }
    if (run->options.record) { // QEMU still has to write the end of the recording
        end_process_within(run->qemu.pid, RECORD_PATIENCE);
        run->qemu.pid = 0;
        take_last_words(run);
    }
    if (run->ending == ENDED && run->found) {
        run->ending = FOUND;
    }
    if (run->options.mode == MODE_HEADLESS) {
        if (!run->screen.in_frame) {
            rows_look(&run->rows, &run->screen);
        }
        rows_end(&run->rows);
    }
}

// look_at_machine(run)
//    When the machine has stopped for good, QEMU waits. After it has said where the processor was,
//    makes it end; its exit status says why the machine stopped. Two machines stay, for people to
//    look at: a recording at its end, and under gdb a machine that reset itself.
static void
look_at_machine(struct run *run) {
    bool repeated = run->options.length > 0 && run->monitor.length > 0;
    if (repeated && run->ending == RUNNING && !run->gdb) {
        take_last_words(run);
        run->ending = run->monitor.reset ? RESET : ENDED;
    } else if (run->monitor.over && !repeated && !(run->gdb && run->monitor.reset)) {
        monitor_end_qemu(&run->monitor, run->qemu.monitor);
    }
}

// look_at_qemu(run)
//    If QEMU has ended, reads what it sent last, and notes how the run ended.
static void
look_at_qemu(struct run *run) {
    int status;
    if (run->monitor.major_version) {
        require_version(&run->options, run->monitor.major_version);
        require_recorder(&run->options, run->monitor.version);
    }
    look_at_machine(run);
    if (!run->qemu.pid || !process_ended(run->qemu.pid, &status)) {
        return;
    }
    run->qemu.pid = 0;
    take_last_words(run);
    while (run->qemu.monitor >= 0 && monitor_read(&run->monitor, run->qemu.monitor)) {
    }
    run->qemu.serial = run->qemu.monitor = run->qemu.strace = run->qemu.exit = -1;
    bool greeted = run->monitor.major_version > 0;
    if (!greeted && program_missing(status)) {
        no_qemu(&run->options);
    } else if (!greeted) { // a QEMU that is too old may not even understand its command line
        require_version(&run->options, ask_version(&run->options));
    }
    if (run->ending == RUNNING) {
        run->ending =
            !greeted ? QEMU_FAILED : ending_of_qemu(status, run->exit_code, run->monitor.reset);
    }
}

// look_at_gdb(run)
//    Starts gdb when QEMU is ready; ends the run when gdb has ended.
static void
look_at_gdb(struct run *run) {
    int status;
    if (!run->gdb && run->ending == RUNNING && run->monitor.major_version) {
        signal(SIGINT, SIG_IGN); // Control-C is for gdb
        run->gdb = start_gdb(&run->options, image_command(&run->image));
    } else if (run->gdb && process_ended(run->gdb, &status)) {
        run->gdb = 0;
        if (program_missing(status)) {
            fail("there is no %s; ./setup.sh installs it", run->options.gdb);
        }
        if (run->ending == RUNNING) {
            run->ending = LEFT;
        }
    }
}

// look_at_screen(run)
//    Between frames, and before the first one, paints the screen anew if the terminal has changed
//    its size. Ends the run if the text that it waits for has been on the screen.
static void
look_at_screen(struct run *run) {
    if (run->guest_pauses && !run->screen.in_frame) {
        look_for_text(run);
        if (terminal_paints() && !picture_paint()) {
            run->ending = LEFT;
        }
    }
    if (run->found) {
        run->ending = FOUND;
    } else if (ferror(stdout)) { // its reader has closed it
        run->ending = LEFT;
    }
}

static void leave_if_over(struct run *run);
static bool screen_rests(struct run *run);
static bool out_of_time(const struct run *run, long now, long worked);

// look_at_clock(run, now)
//    Ends a run that is wedged or at rest, or has lasted too long.
static void
look_at_clock(struct run *run, long now) {
    struct monitor *monitor = &run->monitor;
    bool headless = run->options.mode == MODE_HEADLESS && !run->options.replay;
    bool quiet = run->options.mode == MODE_QUIET && !run->options.trace;
    long worked = process_time(run->qemu.pid);
    monitor_look(monitor, run->qemu.monitor, now, worked);
    if (headless) {
        leave_if_over(run);
    }
    if (monitor->heartbeat.wedged && !run->options.restarts) {
        run->ending = WEDGED;
    } else if (monitor->silent) {
        run->ending = QEMU_SILENT;
    } else if (headless && screen_rests(run)) {
        take_last_words(run);
        run->ending = run->screen.changed ? RUNNING : SCREEN_REST;
    } else if ((headless || quiet) && out_of_time(run, now, worked)) {
        run->ending = TIME_OUT;
    }
}

// leave_if_over(run)
//    The kernel says when no process is left, and which key to press. A headless run has no
//    keyboard, so the tool presses it. A program may print the same words, but then the processor
//    does not wait.
static void
leave_if_over(struct run *run) {
    const struct heartbeat *heartbeat = &run->monitor.heartbeat;
    if (!screen_shows(&run->screen, "No process is left. Press q to leave.")) {
        run->over_seen = 0;
    } else if (!run->over_seen) {
        run->over_seen = monitor_look_soon(&run->monitor);
        run->rests_since = heartbeat->ticks;
    } else if (heartbeat->looks >= run->over_seen && (run->monitor.waits || screen_rests(run))) {
        ssize_t written = write(run->qemu.keys, "q", 1);
        (void) written; // if the guest does not read it, the resting screen ends the run
        run->over_seen = UINT_MAX;
        run->rests_since = heartbeat->ticks;
    }
}

// screen_rests(run)
//    Whether the screen has not changed for SCREEN_REST_TIME by the guest's clock, so that a busy
//    host does not matter.
static bool
screen_rests(struct run *run) {
    const struct heartbeat *heartbeat = &run->monitor.heartbeat;
    if (run->screen.changed && heartbeat->looks != run->looks_seen) {
        run->screen.changed = false;
        run->rests_since = heartbeat->ticks;
    }
    run->looks_seen = heartbeat->looks;
    return !run->screen.changed && heartbeat->ticks - run->rests_since >= SCREEN_REST_TIME * HZ;
}

// out_of_time(run, now, worked)
//    Whether the run has reached its timeout. If the guest's clock counts instructions, that limits
//    the guest's time, and QEMU's processor time; else it limits the time that has passed.
static bool
out_of_time(const struct run *run, long now, long worked) {
    uint64_t timeout = (uint64_t) run->options.timeout;
    if (run->options.virtual_shift >= 0 && worked >= 0) {
        return run->monitor.heartbeat.ticks >= timeout * HZ || (uint64_t) worked >= timeout * 1000;
    }
    return (uint64_t) (now - run->started) >= timeout * 1000;
}
