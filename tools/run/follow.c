// follow.c: follows a run until it ends: takes in what the guest, QEMU and the user send, and
// decides when it is over.

#include "follow.h"
#include "capabilities.h"
#include "gdb.h"
#include "host.h"
#include "memory-layout.h"
#include "picture.h"
#include "process.h"
#include "signals.h"
#include "strace.h"
#include "terminal.h"

#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define RECORD_PATIENCE 30000 // milliseconds for QEMU to finish a recording
#define CONTROL_C 0x03
#define CONTROL_L 0x0C

static void open_keys(struct run *run);
static void wait_for_input(struct run *run);
static void take_last_words(struct run *run);
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
    if (run->options.record) { // what it still says belongs to the recording, and is to be whole
        end_process_within(run->qemu.pid, RECORD_PATIENCE);
        run->qemu.pid = 0;
        take_last_words(run);
    }
    if (run->options.mode == MODE_HEADLESS) {
        if (!run->screen.in_frame) {
            rows_look(&run->rows, &run->screen);
        }
        rows_end(&run->rows);
    }
}

// open_keys(run)
//    Keys come from the terminal, or, if the guest's screen goes to standard output as it is, from
//    whatever standard input is. From the background the terminal is left alone.
static void
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

// wait_for_input(run)
//    Takes in what comes, or returns after a while.
static void
wait_for_input(struct run *run) {
    struct pollfd inputs[] = {
        {.fd = run->qemu.serial, .events = POLLIN},
        {.fd = run->qemu.monitor, .events = POLLIN},
        {.fd = run->has_keys ? STDIN_FILENO : -1, .events = POLLIN},
        {.fd = run->qemu.strace, .events = POLLIN},
        {.fd = run->qemu.exit, .events = POLLIN},
        {.fd = run->options.mode == MODE_HEADLESS ? STDOUT_FILENO : -1}, // is it still read?
    };
    bool qemu_leaves = run->qemu.monitor < 0;
    if (poll(inputs, ARRAY_SIZE(inputs), qemu_leaves ? SHORT_WAIT : WAIT) < 0) {
        return; // a signal
    }
    run->guest_pauses = !inputs[0].revents;
    if (inputs[0].revents && !take_output(run)) {
        run->qemu.serial = -1;
    }
    if (inputs[1].revents && !monitor_read(&run->monitor, run->qemu.monitor)) {
        run->qemu.monitor = -1;
    }
    if (inputs[2].revents) {
        take_keys(run);
    }
    if (inputs[3].revents) {
        strace_take(run->qemu.strace);
    }
    if (inputs[4].revents) {
        take_exit_code(run);
    }
    if (inputs[5].revents && run->ending == RUNNING) {
        run->ending = LEFT;
    }
}

static void take_frame(struct run *run);
static void look_for_text(struct run *run);

// take_output(run)
//    Takes what the guest has sent. False if there is nothing, and never will be.
static bool
take_output(struct run *run) {
    char data[4096];
    ssize_t n = read(run->qemu.serial, data, sizeof(data));
    if (n <= 0) {
        return false;
    }
    for (size_t shown = 0; shown < (size_t) n && !run->found;) {
        shown += screen_put(&run->screen, data + shown, (size_t) n - shown);
        if (run->screen.frame_ended) {
            take_frame(run);
        }
    }
    if (run->options.mode == MODE_CONSOLE && !terminal_paints()
        && write(STDOUT_FILENO, data, (size_t) n) != n) { // as it is, for whoever reads it
        run->ending = LEFT;
    }
    return true;
}

// take_frame(run)
//    The screen is whole.
static void
take_frame(struct run *run) {
    if (run->options.mode == MODE_HEADLESS) {
        rows_look(&run->rows, &run->screen);
    } else if (terminal_paints() && !picture_paint()) {
        run->ending = LEFT;
    }
    look_for_text(run);
}

// look_for_text(run)
//    Is what the run waits for on the screen? Then so much of its output counts, and no more.
static void
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
        // a guest that takes no keys must not stop the tool: they are lost then
        ssize_t written = write(run->qemu.keys, keys, (size_t) n);
        (void) written;
    }
}

// guest_ended(run, ending)
static void
guest_ended(struct run *run, enum ending ending) {
    run->ending = ending == ENDED && run->found ? FOUND : ending;
}

// take_exit_code(run)
//    The guest has ended. A replay goes on to the end of the recording all the same.
static void
take_exit_code(struct run *run) {
    ssize_t n = read(run->qemu.exit, &run->exit_code, sizeof(run->exit_code));
    if (n > 0 && run->options.record && run->ending == RUNNING) {
        guest_ended(run, ending_of_code(run->exit_code));
    }
}

// take_last_words(run)
//    What the guest has sent, and is still on its way.
static void
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

// look_at_machine(run)
//    A machine that is over has QEMU wait; now that it has been asked where it was, QEMU may end,
//    and by its status say why. Two stay, to be looked at: a recording at its end, and under gdb a
//    machine that reset itself.
static void
look_at_machine(struct run *run) {
    bool repeated = run->options.length > 0 && run->monitor.length > 0;
    if (repeated && run->ending == RUNNING && !run->gdb) {
        take_last_words(run);
        guest_ended(run, run->monitor.reset ? RESET : ENDED);
    } else if (run->monitor.over && !repeated && !(run->gdb && run->monitor.reset)) {
        monitor_end_qemu(&run->monitor, run->qemu.monitor);
    }
}

// look_at_qemu(run)
//    Takes in its last words if it has ended.
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
    } else if (!greeted) { // one that is too old may not even understand its command line
        require_version(&run->options, ask_version(&run->options));
    }
    if (run->ending == RUNNING) {
        guest_ended(run, !greeted ? QEMU_FAILED
                                  : ending_of_qemu(status, run->exit_code, run->monitor.reset));
    }
}

// look_at_gdb(run)
//    Starts it when QEMU is ready; ends the run when it has ended.
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
//    Between frames, and before there are any: paints it if the terminal has another size; ends if
//    what the run waits for was there.
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
    } else if (ferror(stdout)) { // nobody reads any more
        run->ending = LEFT;
    }
}

static void leave_if_over(struct run *run);
static bool screen_rests(struct run *run);
static bool out_of_time(const struct run *run, long now, long worked);

// look_at_clock(run, now)
//    Time brings a run to its end in several ways.
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
//    The kernel says when no process is left, and how to leave. Nobody can press keys here, so the
//    tool does. A program may print the same; but then the processor does not wait, and does
//    something.
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
        (void) written; // a guest that does not listen ends by its screen at rest
        run->over_seen = UINT_MAX;
        run->rests_since = heartbeat->ticks;
    }
}

// screen_rests(run)
//    Whether it has not changed for long, by the guest's clock: a host that is busy does not
//    matter.
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
//    Where the guest's clock counts instructions, its time is what counts, or QEMU's processor
//    time, if that is more.
static bool
out_of_time(const struct run *run, long now, long worked) {
    uint64_t timeout = (uint64_t) run->options.timeout;
    if (run->options.virtual_shift >= 0 && worked >= 0) {
        return run->monitor.heartbeat.ticks >= timeout * HZ || (uint64_t) worked >= timeout * 1000;
    }
    return (uint64_t) (now - run->started) >= timeout * 1000;
}
