// options.c: the command line of `run`.

#include "run.h"
#include "host.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "usage: run [options] IMAGE [-- QEMU ARGUMENTS]\n"
    "  --mode auto|headless|graphic|console|gdb|quiet\n"
    "                       how to show the screen: as text row by row, in a window, in the\n"
    "                       terminal, under gdb, not at all; auto takes what there is (default)\n"
    "  --command STRING     the command string, instead of the image's\n"
    "  --option NAME=VALUE  added to the command string; repeatable\n"
    "  --disk ide|ahci|virtio|nvme|usb\n"
    "                       what kind of disk the image is (virtio)\n"
    "  --shortcut ROM       quiet: no disk and no BIOS; QEMU puts the image into memory, and this\n"
    "                       firmware, made from boot/shortcut.S, starts its loader\n"
    "  --watchdog           an iBASE 700 that sends a non-maskable interrupt\n"
    "  --timeout SECONDS    headless, quiet: end after that time (30), the guest's with "
    "--virtual;\n"
    "                       headless ends sooner when no process is left, or when the screen has\n"
    "                       not changed for 5 s\n"
    "  --until TEXT         headless, quiet: end as soon as this is on the screen\n"
    "  --virtual SHIFT      the guest's clock counts instructions, 2^SHIFT ns each, not time\n"
    "  --log FILE           where to leave the guest's log (IMAGE with .log for .img)\n"
    "  --screen FILE        where to leave the final screen\n"
    "  --record FILE.events leaves the events of the run there, its disk in FILE.img, the ELF\n"
    "                       files that --symbols and --program name in FILE.symbols\n"
    "  --replay FILE.events the same run again; IMAGE is the FILE.img that was left\n"
    "  --strace FILE        where system calls are told of, by a kernel that does; - is\n"
    "                       standard error, or, if the terminal shows the screen or gdb, LOG with\n"
    "                       .strace for .log\n"
    "  --trace FILE         where the record of a trace is left; the guest's clock ends the run "
    "then\n"
    "  --trace-plugin FILE[,NAME=VALUE...]\n"
    "                       QEMU's plugin that makes the record, and what it is to be told\n"
    "  --ram FILE           with --trace: where the guest's memory is left\n"
    "  --restarts           the guest starts anew again and again, so that its clock seems to\n"
    "                       stand still: that does not make it wedged\n"
    "  --debug              log interrupts and resets, too\n"
    "  --qemu PROGRAM       (qemu-system-x86_64)\n"
    "  --cpu MODEL          (max)\n"
    "  --memory SIZE        (32M)\n"
    "  --gdb PROGRAM        (gdb)\n"
    "  --gdb-commands FILE  gdb: loads these first\n"
    "  --symbols FILE       gdb: the kernel's ELF file (--replay: that of FILE.symbols)\n"
    "  --program [NAME=]FILE.full\n"
    "                       gdb: a program's ELF file; repeatable\n"
    "exit status:\n"
    "  0  ended, quit, powered off; headless: at rest, or out of time; --until: found\n"
    "  1  an error of this tool, of QEMU, or of the boot code\n"
    "  2  kernel panic\n"
    "  3  triple fault or unexpected reboot\n"
    "  4  wedged\n"
    "  5  --until: not found, although nothing went wrong\n"
    "  124  quiet: out of time\n"
    "  128+N  ended by signal N\n";

enum {
    OPTION_MODE = 1, // not a character, so that none is an abbreviation
    OPTION_COMMAND,
    OPTION_OPTION,
    OPTION_DISK,
    OPTION_SHORTCUT,
    OPTION_WATCHDOG,
    OPTION_TIMEOUT,
    OPTION_UNTIL,
    OPTION_STRACE,
    OPTION_TRACE,
    OPTION_TRACE_PLUGIN,
    OPTION_RAM,
    OPTION_RECORD,
    OPTION_REPLAY,
    OPTION_VIRTUAL,
    OPTION_LOG,
    OPTION_SCREEN,
    OPTION_DEBUG,
    OPTION_RESTARTS,
    OPTION_QEMU,
    OPTION_CPU,
    OPTION_MEMORY,
    OPTION_GDB,
    OPTION_GDB_COMMANDS,
    OPTION_SYMBOLS,
    OPTION_PROGRAM,
    OPTION_HELP,
};

#define BOOT_OPTION_MAX 1000000000

static const struct option long_options[] = {
    {"mode", required_argument, NULL, OPTION_MODE},
    {"command", required_argument, NULL, OPTION_COMMAND},
    {"option", required_argument, NULL, OPTION_OPTION},
    {"disk", required_argument, NULL, OPTION_DISK},
    {"shortcut", required_argument, NULL, OPTION_SHORTCUT},
    {"watchdog", no_argument, NULL, OPTION_WATCHDOG},
    {"timeout", required_argument, NULL, OPTION_TIMEOUT},
    {"record", required_argument, NULL, OPTION_RECORD},
    {"replay", required_argument, NULL, OPTION_REPLAY},
    {"strace", required_argument, NULL, OPTION_STRACE},
    {"trace", required_argument, NULL, OPTION_TRACE},
    {"trace-plugin", required_argument, NULL, OPTION_TRACE_PLUGIN},
    {"ram", required_argument, NULL, OPTION_RAM},
    {"until", required_argument, NULL, OPTION_UNTIL},
    {"virtual", required_argument, NULL, OPTION_VIRTUAL},
    {"log", required_argument, NULL, OPTION_LOG},
    {"screen", required_argument, NULL, OPTION_SCREEN},
    {"debug", no_argument, NULL, OPTION_DEBUG},
    {"restarts", no_argument, NULL, OPTION_RESTARTS},
    {"qemu", required_argument, NULL, OPTION_QEMU},
    {"cpu", required_argument, NULL, OPTION_CPU},
    {"memory", required_argument, NULL, OPTION_MEMORY},
    {"gdb", required_argument, NULL, OPTION_GDB},
    {"gdb-commands", required_argument, NULL, OPTION_GDB_COMMANDS},
    {"symbols", required_argument, NULL, OPTION_SYMBOLS},
    {"program", required_argument, NULL, OPTION_PROGRAM},
    {"help", no_argument, NULL, OPTION_HELP},
    {NULL, 0, NULL, 0},
};

static char **split_qemu_arguments(int *argc, char *argv[]);
static void set_option(struct options *options, int option, char *value);
static void set_files(struct options *options);
static void set_machine(struct options *options);

struct options
read_options(int argc, char *argv[]) {
    struct options options = {
        .timeout = 30,
        .virtual_shift = -1,
        .qemu = "qemu-system-x86_64",
        .gdb = "gdb",
    };
    options.qemu_arguments = split_qemu_arguments(&argc, argv);
    options.boot_options = allocate((size_t) (argc + 1) * sizeof(char *));
    options.programs = allocate((size_t) (argc + 1) * sizeof(char *));

    int option;
    while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        set_option(&options, option, optarg);
    }
    if (optind != argc - 1) {
        fail("%s; run --help lists the options",
             optind == argc ? "which disk image?" : "one disk image at a time");
    }
    if (!options.trace != !options.trace_plugin || (options.ram && !options.trace)) {
        fail("--trace and --trace-plugin belong together, and --ram with them");
    }
    if (options.strace && (options.record || options.replay)) {
        fail("--strace does not go with a recording");
    }
    if (options.shortcut && options.mode != MODE_QUIET) {
        fail("--shortcut is for --mode quiet: it leaves nothing to draw the screen with");
    }
    options.image = argv[optind];
    set_files(&options);
    if (options.replay) {
        recording_take(&options);
    }
    set_machine(&options);
    return options;
}

// split_qemu_arguments(argc, argv)
//    Ends the arguments at "--" and returns those behind it.
static char **
split_qemu_arguments(int *argc, char *argv[]) {
    for (int i = 1; i < *argc; ++i) {
        if (strcmp(argv[i], "--") == 0) {
            *argc = i;
            argv[i] = NULL;
            return &argv[i + 1];
        }
    }
    return &argv[*argc];
}

static run_mode read_mode(const char *value);
static long read_number(const char *option, const char *value, long min, long max);
static void check_boot_option(const char *value);
static void append(const char **list, const char *value);

static void
set_option(struct options *options, int option, char *value) {
    switch (option) {
    case OPTION_MODE: options->mode = read_mode(value); break;
    case OPTION_COMMAND: options->command = value; break;
    case OPTION_OPTION:
        check_boot_option(value);
        append(options->boot_options, value);
        break;
    case OPTION_DISK:
        if (!qemu_has_disk(value)) {
            fail("--disk %s: not one of ide, ahci, virtio, nvme, usb", value);
        }
        options->disk = value;
        break;
    case OPTION_SHORTCUT: options->shortcut = value; break;
    case OPTION_WATCHDOG: options->watchdog = true; break;
    case OPTION_TIMEOUT: options->timeout = read_number("--timeout", value, 1, TIMEOUT_MAX); break;
    case OPTION_UNTIL:
        if (*value == '\0') {
            fail("--until: what text?");
        }
        options->until = value;
        break;
    case OPTION_VIRTUAL: options->virtual_shift = read_number("--virtual", value, 0, 10); break;
    case OPTION_LOG: options->log = value; break;
    case OPTION_SCREEN: options->screen = value; break;
    case OPTION_DEBUG: options->debug = true; break;
    case OPTION_RESTARTS: options->restarts = true; break;
    case OPTION_QEMU: options->qemu = value; break;
    case OPTION_CPU: options->cpu = value; break;
    case OPTION_MEMORY: options->memory = value; break;
    case OPTION_GDB: options->gdb = value; break;
    case OPTION_GDB_COMMANDS: options->gdb_commands = value; break;
    case OPTION_RECORD: options->record = value; break;
    case OPTION_REPLAY: options->replay = value; break;
    case OPTION_STRACE: options->strace = value; break;
    case OPTION_TRACE: options->trace = value; break;
    case OPTION_TRACE_PLUGIN: options->trace_plugin = value; break;
    case OPTION_RAM: options->ram = value; break;
    case OPTION_SYMBOLS: options->symbols = value; break;
    case OPTION_PROGRAM: append(options->programs, value); break;
    case OPTION_HELP: fputs(help, stdout); exit(0);
    default: // getopt_long has said what is wrong
        exit(1);
    }
}

static run_mode
read_mode(const char *value) {
    static const char *const names[] = {
        [MODE_AUTO] = "auto",       [MODE_HEADLESS] = "headless", [MODE_GRAPHIC] = "graphic",
        [MODE_CONSOLE] = "console", [MODE_GDB] = "gdb",           [MODE_QUIET] = "quiet",
    };
    for (unsigned i = 0; i < ARRAY_SIZE(names); ++i) {
        if (strcmp(value, names[i]) == 0) {
            return (run_mode) i;
        }
    }
    fail("--mode %s: not one of auto, headless, graphic, console, gdb, quiet", value);
}

static long
read_number(const char *option, const char *value, long min, long max) {
    char *end;
    long number = strtol(value, &end, 10);
    if (end == value || *end != '\0' || number < min || number > max) {
        fail("%s %s: not a number from %ld to %ld", option, value, min, max);
    }
    return number;
}

static void
check_boot_option(const char *value) {
    const char *equals = strchr(value, '=');
    if (!equals || equals == value || strchr(value, ' ')) {
        fail("--option %s: not NAME=NUMBER, without spaces", value);
    }
    (void) read_number(text("--option %.*s", (int) (equals - value), value), equals + 1, 0,
                       BOOT_OPTION_MAX);
}

static void
append(const char **list, const char *value) {
    while (*list) {
        ++list;
    }
    *list = value;
}

// without_suffix(path, suffix)
//    A copy of `path` without the suffix, if it has it.
static char *
without_suffix(const char *path, const char *suffix) {
    size_t length = strlen(path), cut = strlen(suffix);
    bool has = length > cut && strcmp(path + length - cut, suffix) == 0;
    return text("%.*s", (int) (has ? length - cut : length), path);
}

// set_files(options)
//    The files' names that follow from others.
static void
set_files(struct options *options) {
    const char *stem = without_suffix(options->image, ".img");
    const char *slash = strrchr(stem, '/');
    options->name = slash ? slash + 1 : stem;
    if (!options->log) {
        options->log = text("%s.log", stem);
    }
    if (options->record || options->replay) {
        const char *events = options->record ? options->record : options->replay;
        options->recording = without_suffix(events, ".events");
    }
    options->strace_log = text("%s.strace", without_suffix(options->log, ".log"));
    options->debug_log = text("%s-debug.log", without_suffix(options->log, ".log"));
}

// set_machine(options)
//    What neither the command line nor a recording has said.
static void
set_machine(struct options *options) {
    options->disk = options->disk ? options->disk : "virtio";
    options->memory = options->memory ? options->memory : "32M";
    options->cpu = options->cpu ? options->cpu : "max";
}
