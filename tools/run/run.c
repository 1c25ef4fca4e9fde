// run.c: the front end of QEMU, `run`. It boots a disk image under QEMU, shows the guest's screen
// in one of several ways, and reports by its exit status how the run ended. This file begins and
// ends a run; follow.c does what happens in between.
//
//   keys  ----> serial line ----> guest ----> serial line ----> screen model ---> text, terminal
//               monitor (QMP) <-> QEMU: is the guest alive, why did it stop?
//               debug port ------------------> log
//
// Whatever happens, the tool leaves through exit(): functions registered with atexit restore the
// terminal, end QEMU and remove the run's directory.

#include "directory.h"
#include "follow.h"
#include "host.h"
#include "length.h"
#include "mode.h"
#include "process.h"
#include "recording.h"
#include "report.h"
#include "signals.h"
#include "strace.h"
#include "terminal.h"
#include "trace.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

const char *const tool_name = "weensy";

static void open_streams(void);
static void announce(const struct options *options);
static void keep_files(const struct run *run);

int
main(int argc, char *argv[]) {
    open_streams();
    struct run run = {.options = read_options(argc, argv)};
    struct options *options = &run.options;
    run.image = read_image(options->image);
    catch_signals();
    make_directory(options);
    choose_mode(options);
    store_image(&run.image, options);
    announce(options);

    if (options->strace) {
        strace_open(options);
    }
    if (options->record) {
        recording_begin(options);
    }
    if (options->replay && options->mode == MODE_GDB) {
        options->length = recording_length(options);
    }
    run.qemu = start_qemu(options);
    follow(&run);
    end_process(run.gdb);
    end_process(run.qemu.pid);
    terminal_close();

    keep_files(&run);
    if (signal_caught && signal_caught != SIGINT) {
        return 128 + signal_caught; // as shells do
    }
    return report_ending(&run);
}

// open_streams()
//    If standard input, output or error is closed, opens an unusable file in its place, so that no
//    other file takes it.
static void
open_streams(void) {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
        if (fcntl(fd, F_GETFD) < 0) {
            int unusable = open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
            (void) unusable; // it is `fd`, the lowest that is free
        }
    }
}

// announce(options)
//    Says how to leave. If standard output is not a terminal, it is only for the guest's text, so
//    this goes to standard error.
static void
announce(const struct options *options) {
    FILE *f = isatty(STDOUT_FILENO) ? stdout : stderr;
    fprintf(f, "%s: %s", tool_name, options->name);
    if (options->mode == MODE_GDB) {
        fprintf(f, " under gdb; leave with quit; its log is in %s\n", in_directory(LOG_FILE));
    } else if (options->mode == MODE_CONSOLE || options->mode == MODE_GRAPHIC) {
        fprintf(f, "; leave with Control-C, or q while the kernel runs\n");
    } else {
        fprintf(f, "; leave with Control-C\n");
    }
    fflush(f);
}

static void
keep_files(const struct run *run) {
    const struct options *options = &run->options;
    keep_file(LOG_FILE, options->log);
    if (options->record) {
        recording_keep(options, run->monitor.version);
    }
    keep_file(DEBUG_LOG_FILE, options->debug_log);
    strace_keep();
    if (options->trace) {
        trace_keep(options, run->ending);
    }
    if (options->screen) {
        screen_save(&run->screen, options->screen);
    }
}
