// qemu.c: QEMU's command line. The machine has what a kernel of this kind needs and no more, so
// that the firmware has little to look for. The disk is a virtio disk, which moves whole pieces by
// itself, unless another is asked for: from an IDE disk the processor reads word by word.

#include "run.h"
#include "host.h"
#include "memory-layout.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/socket.h>
#include <unistd.h>

// Kinds of disk: the machine, and the device that the disk is.
static const struct disk {
    const char *kind;
    const char *machine;
    const char *device;
    const char *controller; // NULL: the machine or the device brings it
    bool goes_back;         // QEMU can go back in a recording with it; with others it hangs
} disks[] = {
    {"ide", "pc", "ide-hd", NULL, true},
    {"ahci", "q35", "ide-hd", NULL, true},
    {"virtio", "pc", "virtio-blk-pci", NULL, true},
    {"nvme", "pc", "nvme,serial=weensy", NULL, false},
    {"usb", "pc", "usb-storage", "qemu-xhci", false},
};

static const struct disk *
find_disk(const char *kind) {
    for (unsigned i = 0; i < ARRAY_SIZE(disks); ++i) {
        if (strcmp(disks[i].kind, kind) == 0) {
            return &disks[i];
        }
    }
    return NULL;
}

bool
qemu_has_disk(const char *kind) {
    return find_disk(kind) != NULL;
}

static bool is_repeatable(const struct options *options);
static void add_machine(struct arguments *a, const struct options *options);
static void add_lines_out(struct arguments *a, const struct options *options, int monitor);
static void add_choices(struct arguments *a, const struct options *options);
static int named_pipe(const char *name);
static int socket_pair(int *qemus_end);

struct qemu
start_qemu(const struct options *options) {
    int qemus_monitor;
    struct qemu qemu;
    qemu.serial = named_pipe(SERIAL_PIPE ".out");
    qemu.keys = named_pipe(SERIAL_PIPE ".in");
    qemu.monitor = socket_pair(&qemus_monitor);
    qemu.strace = options->strace ? named_pipe(STRACE_PIPE) : -1;
    qemu.exit = is_repeatable(options) ? named_pipe(EXIT_PIPE) : -1;

    struct arguments a = {NULL, 0};
    add_argument(&a, options->qemu);
    add_machine(&a, options);
    add_lines_out(&a, options, qemus_monitor);
    add_choices(&a, options);
    for (char **argument = options->qemu_arguments; *argument; ++argument) {
        add_argument(&a, *argument);
    }

    qemu.pid = start_process(a.argv, in_directory(MESSAGES_FILE));
    close(qemus_monitor);
    return qemu;
}

// named_pipe(name)
//    Makes a named pipe in the run's directory, and opens it both ways: so it has no end before
//    QEMU opens it.
static int
named_pipe(const char *name) {
    const char *path = in_directory(name);
    unlink(path); // an earlier QEMU of this run may have had one
    int fd = mkfifo(path, 0600) == 0 ? open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC) : -1;
    if (fd < 0) {
        fail("%s: %s", path, strerror(errno));
    }
    return fd;
}

char *
escaped(const char *path) {
    char *s = allocate(2 * strlen(path) + 1), *end = s;
    for (; *path; ++path) {
        *end++ = *path;
        if (*path == ',') {
            *end++ = ',';
        }
    }
    return s;
}

static bool
is_repeatable(const struct options *options) {
    return options->record || options->replay;
}

// goes_back(options)
//    Whether the run goes back and forth in a recording. Then the disk keeps snapshots of the
//    machine, in a file without a name that ends with QEMU, and the end does not end QEMU.
static bool
goes_back(const struct options *options) {
    return options->replay && options->length != 0;
}

static void add_disk(struct arguments *a, const struct options *options, const struct disk *disk);

static void
add_machine(struct arguments *a, const struct options *options) {
    const struct disk *disk = find_disk(options->disk);
    if (goes_back(options) && !disk->goes_back) {
        fail("QEMU cannot go back in a recording with this disk, %s; with virtio, ide, ahci it can",
             disk->kind);
    }
    add_option(a, "-name", escaped(text("Weensy: %s", options->name)));
    add_option(a, "-machine",
               text("%s%s%s", disk->machine, options->trace ? ",memory-backend=ram" : "",
                    is_repeatable(options) ? ",acpi=off" : "")); // see add_exit
    add_option(a, "-cpu", options->cpu);
    add_option(a, "-m", options->memory);
    add_argument(a, "-nodefaults");
    add_option(a, "-vga", "std");
    if (options->shortcut) {
        add_option(a, "-bios", options->shortcut);
        add_option(a, "-device",
                   text("loader,file=%s,addr=0x%x,force-raw=on", escaped(in_directory(DISK_FILE)),
                        IMAGE_ADDR));
    } else {
        add_disk(a, options, disk);
    }
}

static void
add_disk(struct arguments *a, const struct options *options, const struct disk *disk) {
    bool repeatable = is_repeatable(options);
    add_option(a, "-drive",
               text("if=none,id=%s,format=raw,file=%s%s", repeatable ? "contents" : "disk",
                    escaped(in_directory(DISK_FILE)), goes_back(options) ? ",snapshot=on" : ""));
    if (repeatable) {
        // So that the disk answers at the same instruction; and a machine that QEMU 7 can go back
        // with: if it has a vapic, QEMU waits for itself when it loads a snapshot.
        add_option(a, "-drive", "if=none,id=disk,driver=blkreplay,image=contents");
        add_option(a, "-global", "apic-common.vapic=off");
    }
    if (disk->controller) {
        add_option(a, "-device", disk->controller);
    }
    add_option(a, "-device", text("%s,drive=disk,bootindex=0", disk->device));
}

// add_exit(a, options)
//    What the guest ends the run with. A machine that ends itself spoils a recording: QEMU writes
//    its end down before its last instructions, so that a replay ends anywhere among them. So a
//    guest that is recorded can only tell us that it has ended, and we end QEMU.
static void
add_exit(struct arguments *a, const struct options *options) {
    if (is_repeatable(options)) {
        add_option(a, "-chardev", text("file,id=exit,path=%s", escaped(in_directory(EXIT_PIPE))));
        add_option(a, "-device", "isa-debugcon,iobase=0xf4,chardev=exit");
    } else {
        add_option(a, "-device", "isa-debug-exit,iobase=0xf4,iosize=0x04");
    }
}

// add_lines_out(a, options, monitor)
//    What connects the guest and QEMU with the tool, and ends a run. The serial line goes through
//    pipes: where it goes through a socket that is full, QEMU loses bytes.
static void
add_lines_out(struct arguments *a, const struct options *options, int monitor) {
    bool looks = options->mode != MODE_QUIET || options->until || options->screen;
    add_option(a, "-chardev",
               looks ? text("pipe,id=serial,path=%s", escaped(in_directory(SERIAL_PIPE)))
                     : "null,id=serial"); // so that the guest does not depend on how fast we read
    add_option(a, "-serial", "chardev:serial");
    add_option(a, "-chardev", text("socket,id=monitor,fd=%d", monitor));
    add_option(a, "-mon", "chardev=monitor,mode=control");
    add_option(a, "-debugcon", text("file:%s", in_directory(LOG_FILE)));
    add_exit(a, options);
    add_argument(a, "-no-reboot");
    bool only_repeats = options->record || (options->replay && !goes_back(options));
    if (!only_repeats) { // a machine that is over can be asked where it was
        add_argument(a, "-no-shutdown");
    }
}

#define REPLAY_SHIFT 5 // an instruction takes 32 ns of the guest's time

// add_clock(a, options)
//    A clock that counts instructions, if the run is to be repeatable, or asks for it.
static void
add_clock(struct arguments *a, const struct options *options) {
    bool is_virtual = options->virtual_shift >= 0;
    long shift = is_virtual ? options->virtual_shift : REPLAY_SHIFT;
    const char *rest;
    if (options->record) {
        rest = text("rr=record,rrfile=%s", escaped(in_directory(EVENTS_FILE)));
    } else if (options->replay) {
        rest = text("rr=replay,rrfile=%s", escaped(options->replay));
    } else if (is_virtual) {
        rest = "sleep=off"; // QEMU hangs if it is to record, too
    } else {
        return;
    }
    add_option(a, "-icount", text("shift=%ld,%s", shift, rest));
    add_option(a, "-rtc", "base=2020-01-01,clock=vm");
}

static void
add_choices(struct arguments *a, const struct options *options) {
    if (!options->window) {
        add_option(a, "-display", "none");
    }
    add_clock(a, options);
    if (options->watchdog) {
        add_option(a, "-device", "ib700");
        add_option(a, "-watchdog-action", "inject-nmi");
    }
    if (options->strace) {
        add_option(a, "-chardev",
                   text("file,id=strace,path=%s", escaped(in_directory(STRACE_PIPE))));
        add_option(a, "-device", "isa-debugcon,iobase=0xea,chardev=strace");
    }
    if (options->trace) {
        trace_add_options(a, options);
    }
    if (options->debug) {
        add_option(a, "-d", "int,cpu_reset");
        add_option(a, "-D", in_directory(DEBUG_LOG_FILE));
    }
    add_argument(a, "-S"); // the guest waits for gdb, or until the monitor can report its end
    if (options->mode == MODE_GDB) {
        add_option(
            a, "-chardev",
            text("socket,id=gdb,path=%s,server=on,wait=off", escaped(in_directory(GDB_SOCKET))));
        add_option(a, "-gdb", "chardev:gdb");
    }
}

// socket_pair(qemus_end)
//    The tool's end of a new pair of connected sockets; no process inherits it.
static int
socket_pair(int *qemus_end) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
        fail("cannot make a socket: %s", strerror(errno));
    }
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    *qemus_end = ends[1];
    return ends[0];
}

#define VERSION_MIN 5
#define VERSION_BACK 6 // to go back in a recording

int
ask_version(const struct options *options) {
    const char *path = in_directory(VERSION_FILE), *word = "QEMU emulator version ";
    char *argv[] = {text("%s", options->qemu), text("--version"), NULL};
    if (program_missing(wait_for_process(start_process(argv, path)))) {
        no_qemu(options);
    }
    size_t size;
    const char *answer = read_file(path, &size);
    const char *version = answer ? strstr(answer, word) : NULL;
    return version ? atoi(version + strlen(word)) : 0;
}

void
require_version(const struct options *options, int version) {
    if (version == 0) {
        fail("%s is not QEMU; ./setup.sh installs it", options->qemu);
    } else if (version < VERSION_MIN) {
        fail("%s is QEMU %d, which is too old: %d or newer is needed; ./setup.sh installs it",
             options->qemu, version, VERSION_MIN);
    } else if (goes_back(options) && version < VERSION_BACK) {
        fail("%s is QEMU %d, which cannot go back in a recording: %d or newer is needed",
             options->qemu, version, VERSION_BACK);
    }
}

void
require_recorder(const struct options *options, const char *version) {
    if (options->replay && strcmp(options->recorded_by, version) != 0) {
        fail("%s was recorded with QEMU %s; this is QEMU %s, with which it cannot be replayed:"
             " record it anew",
             options->name, options->recorded_by, version);
    }
}

void
no_qemu(const struct options *options) {
    fail("there is no %s; ./setup.sh installs QEMU", options->qemu);
}
