// length.c: how long a recording is. At its end QEMU stops for good, so gdb has to stop before it.
// Only a replay shows where the end is; a file next to the recording keeps the result.

#include "length.h"
#include "follow.h"
#include "host.h"
#include "process.h"
#include "report.h"
#include "signals.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static uint64_t remembered_length(const struct options *options);
static struct run replay_once(const struct options *options);

uint64_t
recording_length(const struct options *options) {
    uint64_t length = remembered_length(options);
    if (length) {
        return length;
    }
    say("replays %s once, to learn where it ends", options->name);
    struct run run = replay_once(options);
    if (run.monitor.length == 0) {
        int status = report_ending(&run);
        exit(signal_caught ? 128 + signal_caught : status ? status : 1);
    }
    const char *line = text("%" PRIu64 "\n", run.monitor.length);
    bool kept = write_file(text("%s.length", options->recording), line, strlen(line));
    (void) kept; // if not, the next run counts again
    return run.monitor.length;
}

// remembered_length(options)
//    The length in the file next to the recording; 0 if there is none.
static uint64_t
remembered_length(const struct options *options) {
    const char *line = read_file(text("%s.length", options->recording), NULL);
    return line ? strtoull(line, NULL, 10) : 0;
}

static struct run
replay_once(const struct options *options) {
    struct run run = {.options = *options, .image = read_image(options->image)};
    run.options.mode = MODE_QUIET;
    run.options.window = false;
    run.options.until = NULL;
    run.options.screen = options->log; // makes QEMU send the screen, as in the recording
    run.options.restarts = true;       // a recording of a wedged guest is no error
    run.options.timeout = TIMEOUT_MAX;
    run.options.length = 1; // any length, so that QEMU's machine is the same as under gdb
    run.qemu = start_qemu(&run.options);
    follow(&run);
    end_process(run.qemu.pid);
    close(run.qemu.serial);
    close(run.qemu.keys);
    close(run.qemu.monitor);
    return run;
}
