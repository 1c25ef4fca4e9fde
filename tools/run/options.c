// options.c: the command line of `run`.

#include "options.h"
#include "disk.h"
#include "host.h"
#include "recording.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BOOT_OPTION_MAX 1000000000
#define SHIFT_MAX 10 // QEMU's limit

static const char help[] =
    "usage: run [options] IMAGE [-- QEMU ARGUMENTS]\n"
    "  --mode auto|headless|graphic|console|gdb|quiet\n"
    "                       how to show the screen: as text row by row, in a window, in the\n"
    "                       terminal, under gdb, not at all; auto (default): what is possible\n"
    "  --command STRING     the command string, instead of the image's\n"
    "  --option NAME=VALUE  added to the command string; repeatable\n"
    "  --disk ide|ahci|virtio|nvme|usb\n"
    "                       which kind of disk has the image (virtio)\n"
    "  --shortcut ROM       quiet: no disk and no BIOS; QEMU puts the image into memory, and this\n"
    "                       firmware, made from boot/shortcut.S, starts its loader\n"
    "  --watchdog           adds an iBASE 700 that sends a non-maskable interrupt\n"
    "  --timeout SECONDS    headless, quiet: ends the run after that time (30); with --virtual\n"
    "                       it is the guest's; headless runs also end when no process is left, or\n"
    "                       when the screen has not changed for 5 s\n"
    "  --until TEXT         headless, quiet: ends the run as soon as this is on the screen\n"
    "  --virtual SHIFT      the guest's clock counts instructions, 2^SHIFT ns each, not time\n"
    "  --log FILE           where to leave the guest's log (IMAGE with .log for .img)\n"
    "  --screen FILE        where to leave the final screen\n"
    "  --record FILE.events records the run: leaves its events there, its disk in FILE.img, the\n"
    "                       ELF files that --symbols and --program name in FILE.symbols\n"
    "  --replay FILE.events repeats a recorded run; IMAGE is its FILE.img\n"
    "  --strace FILE        where to report system calls, with a kernel built for that; - is\n"
    "                       standard error, or, if the terminal shows the screen or gdb, LOG\n"
    "                       with .strace for .log\n"
    "  --trace FILE         where to leave the record of a trace; the guest's clock ends the run\n"
    "  --trace-plugin FILE[,NAME=VALUE...]\n"
    "                       the plugin of QEMU that makes the record, and its options\n"
    "  --ram FILE           with --trace: where to leave the guest's memory\n"
    "  --restarts           the guest restarts again and again, so a clock that seems to stand\n"
    "                       still does not mean that it is wedged\n"
    "  --debug              logs interrupts and resets, too\n"
    "  --qemu PROGRAM       (qemu-system-x86_64)\n"
    "  --cpu MODEL          (max)\n"
    "  --memory SIZE        (32M)\n"
    "  --gdb PROGRAM        (gdb)\n"
    "  --gdb-commands FILE  gdb: commands to load first\n"
    "  --symbols FILE       gdb: the kernel's ELF file (--replay: the one in FILE.symbols)\n"
    "  --program [NAME=]FILE.full\n"
    "                       gdb: a program's ELF file; repeatable\n"
    "exit status:\n"
    "  0  ended, quit, powered off; headless: at rest, or out of time; --until: found\n"
    "  1  error of this tool, of QEMU, or of the boot code\n"
    "  2  kernel panic\n"
    "  3  triple fault or unexpected reboot\n"
    "  4  wedged\n"
    "  5  --until: not found, although nothing went wrong\n"
    "  124  quiet: out of time\n"
    "  128+N  ended by signal N\n";

static char **split_qemu_arguments(int *argc, char *argv[]);
static void take_options(struct options *options, int argc, char *argv[]);
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
    take_options(&options, argc, argv);
    if (optind != argc - 1) {
        fail("%s; run --help lists the options",
             optind == argc ? "which disk image?" : "one disk image at a time");
    }
    if (!options.trace != !options.trace_plugin || (options.ram && !options.trace)) {
        fail("--trace and --trace-plugin belong together, and --ram with them");
    }
    if (options.strace && is_repeatable(&options)) {
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
//    Ends the arguments at "--" and returns those after it.
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

// What each kind of option does with its argument: it checks it, and stores it in a member.

static void
take_text(const char *argument, void *member) {
    *(const char **) member = argument;
}

static void
take_flag(const char *argument, void *member) {
    (void) argument;
    *(bool *) member = true;
}

static void
take_word(const char *argument, void *member) {
    add_argument(member, argument);
}

static void
take_mode(const char *argument, void *member) {
    static const char *const names[] = {
        [MODE_AUTO] = "auto",       [MODE_HEADLESS] = "headless", [MODE_GRAPHIC] = "graphic",
        [MODE_CONSOLE] = "console", [MODE_GDB] = "gdb",           [MODE_QUIET] = "quiet",
    };
    unsigned mode = 0;
    while (mode < ARRAY_SIZE(names) && strcmp(argument, names[mode]) != 0) {
        ++mode;
    }
    if (mode == ARRAY_SIZE(names)) {
        fail("--mode %s: not one of auto, headless, graphic, console, gdb, quiet", argument);
    }
    *(run_mode *) member = (run_mode) mode;
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
take_boot_option(const char *argument, void *member) {
    const char *equals = strchr(argument, '=');
    if (!equals || equals == argument || strchr(argument, ' ')) {
        fail("--option %s: not NAME=NUMBER, without spaces", argument);
    }
    (void) read_number(text("--option %.*s", (int) (equals - argument), argument), equals + 1, 0,
                       BOOT_OPTION_MAX);
    add_argument(member, argument);
}

static void
take_disk(const char *argument, void *member) {
    if (!find_disk(argument)) {
        fail("--disk %s: not one of ide, ahci, virtio, nvme, usb", argument);
    }
    take_text(argument, member);
}

static void
take_timeout(const char *argument, void *member) {
    *(long *) member = read_number("--timeout", argument, 1, TIMEOUT_MAX);
}

static void
take_until(const char *argument, void *member) {
    if (*argument == '\0') {
        fail("--until: what text?");
    }
    take_text(argument, member);
}

static void
take_shift(const char *argument, void *member) {
    *(long *) member = read_number("--virtual", argument, 0, SHIFT_MAX);
}

static void
give_help(const char *argument, void *member) {
    (void) argument, (void) member;
    fputs(help, stdout);
    exit(0);
}

// All options: what each does, and the offset of the member that it sets.
#define MEMBER(name) offsetof(struct options, name)

static const struct {
    const char *name;
    void (*take)(const char *argument, void *member);
    size_t member;
} kinds[] = {
    {"mode", take_mode, MEMBER(mode)},
    {"command", take_text, MEMBER(command)},
    {"option", take_boot_option, MEMBER(boot_options)},
    {"disk", take_disk, MEMBER(disk)},
    {"shortcut", take_text, MEMBER(shortcut)},
    {"watchdog", take_flag, MEMBER(watchdog)},
    {"timeout", take_timeout, MEMBER(timeout)},
    {"record", take_text, MEMBER(record)},
    {"replay", take_text, MEMBER(replay)},
    {"strace", take_text, MEMBER(strace)},
    {"trace", take_text, MEMBER(trace)},
    {"trace-plugin", take_text, MEMBER(trace_plugin)},
    {"ram", take_text, MEMBER(ram)},
    {"until", take_until, MEMBER(until)},
    {"virtual", take_shift, MEMBER(virtual_shift)},
    {"log", take_text, MEMBER(log)},
    {"screen", take_text, MEMBER(screen)},
    {"debug", take_flag, MEMBER(debug)},
    {"restarts", take_flag, MEMBER(restarts)},
    {"qemu", take_text, MEMBER(qemu)},
    {"cpu", take_text, MEMBER(cpu)},
    {"memory", take_text, MEMBER(memory)},
    {"gdb", take_text, MEMBER(gdb)},
    {"gdb-commands", take_text, MEMBER(gdb_commands)},
    {"symbols", take_text, MEMBER(symbols)},
    {"program", take_word, MEMBER(programs)},
    {"help", give_help, 0},
};

static void
take_options(struct options *options, int argc, char *argv[]) {
    struct option long_options[ARRAY_SIZE(kinds) + 1] = {{NULL, 0, NULL, 0}};
    for (unsigned i = 0; i < ARRAY_SIZE(kinds); ++i) {
        bool alone = kinds[i].take == take_flag || kinds[i].take == give_help;
        long_options[i].name = kinds[i].name;
        long_options[i].has_arg = alone ? no_argument : required_argument;
    }
    int found, i;
    while ((found = getopt_long(argc, argv, "", long_options, &i)) != -1) {
        if (found != 0) { // getopt_long has said what is wrong
            exit(1);
        }
        kinds[i].take(optarg, (char *) options + kinds[i].member);
    }
}

// without_suffix(path, suffix)
//    A copy of `path`, without the suffix if it has one.
static char *
without_suffix(const char *path, const char *suffix) {
    size_t cut = ends_with(path, suffix) ? strlen(suffix) : 0;
    return text("%.*s", (int) (strlen(path) - cut), path);
}

// set_files(options)
//    Sets the names of files that depend on others.
static void
set_files(struct options *options) {
    const char *stem = without_suffix(options->image, ".img");
    const char *slash = strrchr(stem, '/');
    options->name = slash ? slash + 1 : stem;
    if (!options->log) {
        options->log = text("%s.log", stem);
    }
    if (is_repeatable(options)) {
        const char *events = options->record ? options->record : options->replay;
        options->recording = without_suffix(events, ".events");
    }
    options->strace_log = text("%s.strace", without_suffix(options->log, ".log"));
    options->debug_log = text("%s-debug.log", without_suffix(options->log, ".log"));
}

// set_machine(options)
//    Sets the defaults for what neither the command line nor a recording says.
static void
set_machine(struct options *options) {
    options->disk = options->disk ? options->disk : "virtio";
    options->memory = options->memory ? options->memory : "32M";
    options->cpu = options->cpu ? options->cpu : "max";
}

bool
is_repeatable(const struct options *options) {
    return options->record || options->replay;
}

bool
goes_back(const struct options *options) {
    return options->replay && options->length != 0;
}
