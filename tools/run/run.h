#ifndef WEENSY_RUN_H
#define WEENSY_RUN_H

// run.h: the QEMU front end, `run`. It boots a disk image under QEMU, shows the guest's screen in
// one of several ways, and tells by its exit status how the run ended.
//
//   keys  ----> serial line ----> guest ----> serial line ----> screen model ---> text, terminal
//               monitor (QMP) <-> QEMU: is the guest alive, why did it stop?
//               debug port ------------------> log
//
// Whatever happens, a run leaves through exit(): functions registered with atexit restore the
// terminal, end QEMU and remove the run's directory. This header lists every function by its file.

#include "line-table.h"
#include "types.h"

#include <signal.h>

// options.c: the command line

typedef enum run_mode {
    MODE_AUTO,
    MODE_HEADLESS, // the screen as plain text
    MODE_GRAPHIC,  // in QEMU's own window
    MODE_CONSOLE,  // in the terminal
    MODE_GDB,      // stopped under gdb
    MODE_QUIET,    // not shown; the log is what counts
} run_mode;

struct options {
    run_mode mode;
    bool window; // QEMU opens one; choose_mode decides
    const char *image;
    const char *name;          // the image's file name without .img: the NAME of `make run-NAME`
    const char *command;       // instead of the image's command string, or NULL
    const char **boot_options; // NAME=VALUE, for the end of the command string; a NULL ends them
    const char *disk;          // what kind of disk the image is: a name that qemu_has_disk knows
    bool watchdog;             // the machine has one
    const char *shortcut; // a firmware that starts the image in memory, without a disk; or NULL
    long timeout;         // seconds
    long virtual_shift;   // the clock counts instructions, 2^shift ns each; -1: real time
    const char *log;      // where the log is left
    bool restarts;        // a clock that stands still is no sign of being wedged
    bool debug;
    const char *debug_log;    // where QEMU's own log is left, if `debug`
    const char *screen;       // where the final screen is left, or NULL
    const char *record;       // where the run's events are left, or NULL
    const char *replay;       // the events of an earlier run, which this one repeats; or NULL
    const char *recording;    // of both: what all files of the recording begin with
    const char *recorded_by;  // the version of QEMU that has made it: "7.2"
    uint64_t length;          // its length in instructions, if this one goes back and forth in it
    const char *strace;       // where system calls are told of, "-": standard error; or NULL
    const char *strace_log;   // where they are left, if the terminal is taken
    const char *trace;        // where the record of a trace is left, or NULL
    const char *trace_plugin; // what makes it, as QEMU's option -plugin has it
    const char *ram;          // where the guest's memory is left, or NULL
    const char *until;        // end when this is on the screen, or NULL
    const char *qemu;
    const char *cpu;
    const char *memory;
    char **qemu_arguments; // further ones, as they are; a NULL ends them
    const char *gdb;
    const char *gdb_commands; // a file that gdb loads, or NULL
    const char *symbols;      // the kernel's ELF file, or NULL
    const char **programs;    // the programs' ELF files, NAME=FILE or NAME.full; a NULL ends them
};

#define TIMEOUT_MAX 1000000 // seconds
#define SCREEN_REST_TIME 5  // seconds without change, after which headless ends

// read_options(argc, argv)
//    The options of a command line, defaults filled in. Fails with one line on a bad one.
struct options read_options(int argc, char *argv[]) must_check;

// mode.c: which way to show the screen

// choose_mode(options)
//    Replaces MODE_AUTO by what there is, and decides whether QEMU opens a window, and what the
//    guest's clock counts. Fails if a window is asked for and this QEMU cannot open one, or if
//    there is no QEMU. Starts QEMU to ask it.
void choose_mode(struct options *options);

// directory.c: the run's own directory

// make_directory(options)
//    Makes it, and has it removed when the tool exits. Called first, and once.
void make_directory(const struct options *options);

// in_directory(file)
//    The path of a file in it.
char *in_directory(const char *file) must_check;

// keep_file(file, path)
//    Moves a file out of it, if there is one, to `path`, replacing what is there.
void keep_file(const char *file, const char *path);

#define DISK_FILE "disk.img" // the files in the directory
#define LOG_FILE "log"
#define DEBUG_LOG_FILE "debug.log"
#define SERIAL_PIPE "serial" // two pipes, with .in and .out behind that: named as for QEMU
#define STRACE_PIPE "strace"
#define CALLS_FILE "calls" // what came through it
#define EXIT_PIPE "exit"
#define EVENTS_FILE "events" // of a run that is recorded
#define TRACE_FILE "trace"
#define RAM_FILE "ram"           // the guest's memory, of a run that is traced
#define HELP_FILE "help"         // what QEMU says about its options
#define MESSAGES_FILE "messages" // what QEMU prints
#define DISPLAYS_FILE "displays" // the kinds of display that QEMU has
#define VERSION_FILE "version"   // what QEMU says about itself
#define GDB_SOCKET "gdb.sock"

// image.c: the disk image

struct disk_image {
    char *data;
    size_t size;
};

// read_image(path)
//    Reads an image and checks it. Fails with one line if it is none.
struct disk_image read_image(const char *path) must_check;

// store_image(image, options)
//    Puts it into the run's directory, with the command string that the options ask for. Fails if
//    that is too long.
void store_image(const struct disk_image *image, const struct options *options);

// image_command(image)
//    The command string in it.
const char *image_command(const struct disk_image *image) must_check;

// image_place(image, address)
//    Which code of its kernel `address` belongs to.
code_place image_place(const struct disk_image *image, uint64_t address);

// process.c: other programs

struct arguments {
    char **argv; // copies; a NULL ends them
    size_t n;
};

// add_argument(arguments, argument), add_option(arguments, option, value)
//    Adds one at the end, or two.
void add_argument(struct arguments *arguments, const char *argument);
void add_option(struct arguments *arguments, const char *option, const char *value);

// start_process(argv, output)
//    Starts a program. If `output` is given, all that it prints goes into that file, its input is
//    empty, and the terminal's Control-C does not reach it. It is ended at the latest when the tool
//    exits; on Linux also when the tool is killed.
pid_t start_process(char *argv[], const char *output) must_check;

// process_time(pid)
//    The processor time that a child has used so far, in milliseconds; -1 where the host cannot
//    tell.
long process_time(pid_t pid);

// process_ended(pid, status)
//    True once the process has ended; `*status` is then as waitpid has it. Does not wait.
bool process_ended(pid_t pid, int *status) must_check;

// program_missing(status)
//    Whether the status that a process has ended with says that there is no such program.
bool program_missing(int status) must_check;

// wait_for_process(pid)
//    Waits until it has ended, and returns its status as waitpid has it.
int wait_for_process(pid_t pid) must_check;

// end_process(pid), end_process_within(pid, patience)
//    Asks it to end, makes it end after a second, or so many milliseconds, and waits until it has.
//    It may have ended before.
void end_process(pid_t pid);
void end_process_within(pid_t pid, int patience);

// milliseconds()
//    A clock that only runs forward.
long milliseconds(void);

// qemu.c: QEMU's command line

struct qemu {
    pid_t pid;
    int serial;  // pipe: what the guest's first serial line sends; -1 once QEMU has ended
    int keys;    // pipe: what it receives
    int strace;  // pipe: what it tells of system calls, or -1
    int exit;    // pipe: how it ends, of a run that is recorded or replayed; or -1
    int monitor; // socket: the monitor; -1 once QEMU has closed it
};

// start_qemu(options)
//    Starts it on the copied image; stopped, with a socket for gdb, in that mode.
struct qemu start_qemu(const struct options *options) must_check;

// escaped(path)
//    The path as a value in QEMU's NAME=VALUE,NAME=VALUE, where a comma is written twice.
char *escaped(const char *path) must_check;

// qemu_has_disk(kind)
//    Whether `kind` can be given as a kind of disk.
bool qemu_has_disk(const char *kind) must_check;

// ask_version(options)
//    Asks QEMU for its major version. 0: it does not say, so it is not QEMU.
int ask_version(const struct options *options) must_check;

// require_version(options, version)
//    Fails if that major version is not new enough.
void require_version(const struct options *options, int version);

// require_recorder(options, version)
//    Fails if a recording is to be replayed that another version has made.
void require_recorder(const struct options *options, const char *version);

// no_qemu(options)
//    Fails: there is no such QEMU, and here is what to do.
void no_qemu(const struct options *options) never_returns;

// monitor.c: QEMU's monitor protocol, and the watch over the guest

// Registers of the guest's processor.
struct processor {
    uint64_t rip;
    uint64_t rsp;
    uint64_t cr2; // the last address at which a page fault was
};

struct monitor {
    bool starts_guest;          // it does, not gdb; for the caller to set
    int major_version;          // QEMU's; 0 until its greeting has come
    char version[16];           // the same with its second part: "7.2"
    bool reset;                 // the guest reset itself
    bool over;                  // the guest reset itself, or switched the machine off
    uint64_t length;            // when a replay is over and QEMU stays: its instructions
    unsigned looks;             // that have been answered
    uint64_t ticks;             // of the guest's clock, up to the last look
    bool waits;                 // then the processor waited for an interrupt
    bool wedged;                // the guest runs, but its clock has stood still for long
    bool silent;                // QEMU has not answered for long
    struct processor processor; // when the run is over, or if wedged

    // for monitor.c alone
    bool shut_down;        // QEMU has said that the guest is over
    bool ending;           // QEMU has been told to end
    uint64_t counted;      // what the clock showed at the last look
    bool moving;           // it had moved since the one before
    int still, unanswered; // looks in a row at which the clock stood still, or that had no answer
    bool asked;            // a question is open
    bool running;
    bool booting;           // at the last look, the kernel had not started
    long next_look;         // milliseconds
    long worked, worked_at; // QEMU's processor time: now, and when the last look was counted
    size_t line_length;
    char line[16384]; // the longest of interest has the registers
};

// monitor_read(monitor, fd)
//    Takes in what has arrived. False when QEMU has closed the socket.
bool monitor_read(struct monitor *monitor, int fd) must_check;

// monitor_look(monitor, fd, now, worked)
//    Asks how the guest is, twice a second. Call it often. `now` and `worked`, QEMU's processor
//    time (see process_time), are in milliseconds.
void monitor_look(struct monitor *monitor, int fd, long now, long worked);

// monitor_end_qemu(monitor, fd)
//    Has QEMU end, once the run is over. Its exit status is then the one that the guest asked for:
//    a QEMU from 9 on does not end by itself, since it is told to wait (-no-shutdown).
void monitor_end_qemu(struct monitor *monitor, int fd);

// screen.c: a model of the guest's screen

#define ROWS 25
#define COLUMNS 80

#define COLOR_NORMAL 0x07

struct screen {
    char cells[ROWS][COLUMNS + 1]; // a NUL ends each row
    // Of each cell: the letter's colour in the low half, what is behind it in the high one. Colours
    // are as ANSI counts them; 8 and up are the bright ones.
    unsigned char colors[ROWS][COLUMNS];
    int row, column;   // the cursor; the column may be COLUMNS, behind the last cell
    bool changed;      // something has; whoever looks at that takes it back
    unsigned scrolled; // by how many rows in all
    unsigned clears;   // how often the guest has cleared the whole screen
    bool in_frame;     // the guest is sending one, so what is here is not whole
    bool is_rest;      // the frame is empty: nothing has changed for a while
    bool frame_ended;  // one has just ended
    enum { SCREEN_TEXT, SCREEN_ESCAPE, SCREEN_SEQUENCE } state;
    bool is_private;        // the sequence
    unsigned parameters[4]; // of a sequence, the first ones
    unsigned nparameters;   // how many semicolons came so far
    unsigned char color;    // of what comes next
};

// screen_clear(screen)
//    Blanks it and puts the cursor at its top left.
void screen_clear(struct screen *screen);

// screen_put(screen, data, size)
//    Shows what the guest sent, up to the end of a frame, if there is one in it. Returns how many
//    bytes that were.
size_t screen_put(struct screen *screen, const char *data, size_t size) must_check;

// screen_row(screen, row, line)
//    Stores the row without its trailing blanks.
void screen_row(const struct screen *screen, int row, char line[COLUMNS + 1]);

// screen_rows_used(screen)
//    The number of rows down to the last that is not blank.
int screen_rows_used(const struct screen *screen) must_check;

// screen_shows(screen, s)
//    Whether a row contains `s`.
bool screen_shows(const struct screen *screen, const char *s) must_check;

// screen_save(screen, path)
//    Writes its rows into a file. Fails if that fails.
void screen_save(const struct screen *screen, const char *path);

// rows.c: the screen as plain text, row by row

struct row {
    char seen[COLUMNS + 1];       // the row in the last frame
    char printed[2][COLUMNS + 1]; // what was last printed of it, and before
    unsigned rests;               // for how many ticks it has not changed
    unsigned patience;            // how much longer than others it has to rest
};

struct rows {
    struct row row[ROWS];
    int open;          // from here on, rows may be being written
    unsigned scrolled; // how far the screen has scrolled, up to the last frame
    bool any_printed;
};

// rows_look(rows, screen)
//    Prints the rows that are complete. Call it at the end of every frame.
void rows_look(struct rows *rows, const struct screen *screen);

// rows_end(rows)
//    Prints what was not yet printed.
void rows_end(struct rows *rows);

// terminal.c: the terminal

// is_in_terminal_foreground()
//    Whether standard input is a terminal whose keys are for this tool.
bool is_in_terminal_foreground(void) must_check;

// terminal_open(screen)
//    From here on, keys come at once, unseen, Control-C like any other. If `screen` is given, and
//    standard output is a terminal, it shows the guest's, and at the end the cursor is put beneath
//    it. Restored when the tool exits. The tool is in the terminal's foreground.
void terminal_open(const struct screen *screen);

// terminal_paints()
//    Whether it shows the guest's screen.
bool terminal_paints(void) must_check;

// terminal_close()
//    Restores the terminal, if it was opened.
void terminal_close(void);

// picture.c: the guest's screen on the terminal

// picture_open(screen), picture_close()
//    Begins; ends, with the cursor beneath the screen. A terminal that changes its size interrupts
//    waiting from here on, so that it can be painted anew.
void picture_open(const struct screen *screen);
void picture_close(void);

// picture_paint()
//    Makes the terminal show the screen, which is whole. False if nobody sees it any more.
bool picture_paint(void) must_check;

// picture_is_stale()
//    The next painting is of everything.
void picture_is_stale(void);

// gdb.c: the debugger

// start_gdb(options, command)
//    Starts gdb on the stopped QEMU, in the terminal. command: the command string that it boots
//    with.
pid_t start_gdb(const struct options *options, const char *command) must_check;

// ending.c: how a run can end, and what is said about it

struct run;

enum ending {
    RUNNING,
    ENDED,       // the guest ended the run, or switched the machine off
    LEFT,        // Control-C, or gdb, the window, or standard output was closed
    SCREEN_REST, // headless: nothing moves any more
    TIME_OUT,
    FOUND, // the text to wait for is on the screen
    PANICKED,
    BOOT_FAILED,
    RESET,
    WEDGED,
    QEMU_SILENT,
    QEMU_FAILED,
};

// ending_of_qemu(status, code, reset)
//    How the run ended, from QEMU's exit status as waitpid has it. code: the guest's, if it was
//    told apart, or 0. reset: the guest reset itself.
enum ending ending_of_qemu(int status, uint8_t code, bool reset) must_check;

// ending_of_code(code)
//    How the run ended, from the code with which the guest has ended it.
enum ending ending_of_code(uint8_t code) must_check;

// report_ending(run)
//    Says on standard error what went wrong, if so, and what to type next. Returns the tool's exit
//    status. Called when the log has been kept.
int report_ending(const struct run *run) must_check;

// trace_ending(ending)
//    It in the words of a trace (docs/trace.md), for guests that do not end themselves.
const char *trace_ending(enum ending ending) must_check;

// trace.c: a run that is recorded for a trace

// trace_add_options(arguments, options)
//    What QEMU needs for it. Fails if this QEMU takes no plugins. The machine is to have its memory
//    in the backend `ram`.
void trace_add_options(struct arguments *a, const struct options *options);

// trace_keep(options, ending)
//    Leaves the record, with how the run has ended as its last line, and the guest's memory.
void trace_keep(const struct options *options, const char *ending);

// strace.c: the guest's system calls

// strace_open(options)
//    They go to the file that the options name. Fails if it cannot be written.
void strace_open(const struct options *options);

// strace_keep()
//    If they could not be shown, because the terminal shows something else: leaves them in a file
//    beside the log, and says so.
void strace_keep(void);

// strace_take(pipe)
//    Passes on what has come through the pipe.
void strace_take(int pipe);

// recording.c: the files of a recording, all of which begin with its path:
//
//   .events      what came from outside, and when: QEMU's file
//   .img         the disk that it has booted
//   .machine     which machine that was
//   .symbols/    the ELF files of that day's kernel and programs, for gdb
//   .length      how many instructions it has, once that is known
//   .log, .screen: what came out, if the command line names them so

// recording_begin(options)
//    Copies the ELF files that the options name into the run's directory: a build may replace them.
void recording_begin(const struct options *options);

// recording_keep(run)
//    Leaves all of it, if QEMU has left its part.
void recording_keep(const struct run *run);

// recording_take(options)
//    Fills in the machine, and, if the options name no symbols, those of the recording. Fails if
//    the options ask for another machine.
void recording_take(struct options *options);

// length.c: how long a recording is

// recording_length(options)
//    How many instructions the run had that the options replay. Runs it once to learn that, unless
//    it is remembered beside the recording. Fails if it cannot be replayed.
uint64_t recording_length(const struct options *options) must_check;

// follow.c: a run, once QEMU is started

struct run {
    struct options options;
    struct disk_image image;
    struct qemu qemu; // its pid is 0 when it has ended
    pid_t gdb;        // 0: does not run
    struct monitor monitor;
    struct screen screen;
    struct rows rows;
    bool has_keys;        // standard input goes to the guest
    bool guest_pauses;    // it sends nothing at the moment
    long started;         // milliseconds
    uint64_t rests_since; // the guest's ticks at the first look after the last change
    unsigned looks_seen;  // how many looks that takes into account
    unsigned over_seen;   // the look at which the screen said that no process is left, or 0
    bool found;           // what the run waits for has been on the screen
    uint8_t exit_code;    // with which the guest has ended a run that is recorded or replayed, or 0
    enum ending ending;
};

// follow(run)
//    Returns when the run has ended; `ending` says how. QEMU or gdb may still be there.
void follow(struct run *run);

// run.c: a run's beginning and end

// The signal to end that has been caught, or 0.
extern volatile sig_atomic_t signal_caught;

#endif
