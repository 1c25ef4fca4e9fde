#ifndef WEENSY_OPTIONS_H
#define WEENSY_OPTIONS_H

// options.h: the command line of `run`. mode.c, recording.c and run.c fill in what it leaves open;
// all other files only read the options.

#include "arguments.h"

typedef enum run_mode {
    MODE_AUTO,
    MODE_HEADLESS, // the screen as plain text
    MODE_GRAPHIC,  // in QEMU's own window
    MODE_CONSOLE,  // in the terminal
    MODE_GDB,      // stopped under gdb
    MODE_QUIET,    // not at all; the log is what counts
} run_mode;

struct options {
    run_mode mode;
    bool window; // QEMU opens one; choose_mode decides
    const char *image;
    const char *name;              // the image's file name without .img: NAME of `make run-NAME`
    const char *command;           // instead of the image's command string, or NULL
    struct arguments boot_options; // NAME=VALUE, for the end of the command string
    const char *disk;              // what kind of disk the image is: a name that find_disk knows
    bool watchdog;                 // the machine has a watchdog
    const char *shortcut; // a firmware that starts the image in memory, without a disk; or NULL
    long timeout;         // seconds
    long virtual_shift;   // the clock counts instructions, 2^shift ns each; -1: real time
    const char *log;      // where to leave the log
    bool restarts;        // a clock that stands still does not mean that the guest is wedged
    bool debug;
    const char *debug_log;    // where to leave QEMU's own log, if `debug`
    const char *screen;       // where to leave the final screen, or NULL
    const char *record;       // where to leave the run's events, or NULL
    const char *replay;       // the events of an earlier run, which this one repeats; or NULL
    const char *recording;    // for both: how the paths of all files of the recording begin
    const char *recorded_by;  // the version of QEMU that made the recording: "7.2"
    uint64_t length;          // of the recording, in instructions, if the run goes back; else 0
    const char *strace;       // where to report system calls, "-": on standard error; or NULL
    const char *strace_log;   // where to leave them, if the terminal shows something else
    const char *trace;        // where to leave the record of a trace, or NULL
    const char *trace_plugin; // what makes the record: the value of QEMU's option -plugin
    const char *ram;          // where to leave the guest's memory, or NULL
    const char *until;        // end when this is on the screen, or NULL
    const char *qemu;
    const char *cpu;
    const char *memory;
    char **qemu_arguments; // more arguments for QEMU; a NULL ends them
    const char *gdb;
    const char *gdb_commands;  // a file that gdb loads, or NULL
    const char *symbols;       // the kernel's ELF file, or NULL
    struct arguments programs; // the programs' ELF files, NAME=FILE or NAME.full
};

#define TIMEOUT_MAX 1000000 // seconds

// is_repeatable(options)
//    Whether QEMU records the run, or replays a recording.
bool is_repeatable(const struct options *options) must_check;

// goes_back(options)
//    Whether the run goes back and forth in a recording.
bool goes_back(const struct options *options) must_check;

// read_options(argc, argv)
//    Reads the command line, and fills in defaults. Fails with one line if an option is wrong.
struct options read_options(int argc, char *argv[]) must_check;

#endif
