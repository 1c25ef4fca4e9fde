// run.c: boots a disk image under QEMU. This file has a run's beginning and its end.

#include "run.h"
#include "host.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

const char *const tool_name = "weensy";

static void open_streams(void);
static void catch_signals(void);
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
        return 128 + signal_caught; // as shells have it
    }
    return report_ending(&run);
}

// open_streams()
//    Standard input, output and error that are closed stay so for what reads and writes them, but
//    no other file takes their place.
static void
open_streams(void) {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
        if (fcntl(fd, F_GETFD) < 0) {
            int unusable = open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
            (void) unusable; // it is `fd`, the lowest that is free
        }
    }
}

volatile sig_atomic_t signal_caught;

static void
note_signal(int number) {
    signal_caught = number;
}

static void
catch_signals(void) {
    static const int numbers[] = {SIGINT,  SIGTERM, SIGHUP,  SIGQUIT,
                                  SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU};
    struct sigaction action = {.sa_handler = note_signal}; // no SA_RESTART: waiting is interrupted
    for (unsigned i = 0; i < ARRAY_SIZE(numbers); ++i) {
        sigaction(numbers[i], &action, NULL);
    }
    signal(SIGPIPE, SIG_IGN); // writing to nobody fails, and that is noticed
}

// announce(options)
//    The first line of output: how to leave. If standard output is not a terminal, it belongs to
//    the guest's text alone.
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
        recording_keep(run);
    }
    keep_file(DEBUG_LOG_FILE, options->debug_log);
    strace_keep();
    if (options->trace) {
        trace_keep(options, trace_ending(run->ending));
    }
    if (options->screen) {
        screen_save(&run->screen, options->screen);
    }
}
