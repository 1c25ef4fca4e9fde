// qemu.c: builds QEMU's command line. The machine has only what these kernels need, so that the
// firmware finishes soon.

#include "qemu.h"
#include "directory.h"
#include "disk.h"
#include "host.h"
#include "memory-layout.h"
#include "process.h"
#include "trace.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static int named_pipe(const char *name);
static int socket_pair(int *qemus_end);
static void add_machine(struct arguments *a, const struct options *options);
static void add_lines_out(struct arguments *a, const struct options *options, int monitor);
static void add_choices(struct arguments *a, const struct options *options);

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
//    Makes a named pipe in the run's directory. Opens both its ends, so that the tool can read it
//    before QEMU opens it.
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

// socket_pair(qemus_end)
//    Makes a pair of connected sockets. Returns the tool's end, which no process inherits.
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

static void add_disk(struct arguments *a, const struct options *options, const struct disk *disk);

static void
add_machine(struct arguments *a, const struct options *options) {
    const struct disk *disk = find_disk(options->disk);
    if (goes_back(options) && !disk->goes_back) {
        fail("QEMU cannot go back in a recording with this disk, %s; with virtio, ide, ahci it can",
             disk->kind);
    }
    add_option(a, "-name", "%s", escaped(text("Weensy: %s", options->name)));
    add_option(a, "-machine", "%s%s%s", disk->machine, options->trace ? ",memory-backend=ram" : "",
               is_repeatable(options) ? ",acpi=off" : ""); // see add_exit
    add_option(a, "-cpu", "%s", options->cpu);
    add_option(a, "-m", "%s", options->memory);
    add_argument(a, "-nodefaults");
    add_option(a, "-vga", "std");
    if (options->shortcut) {
        add_option(a, "-bios", "%s", options->shortcut);
        add_option(a, "-device", "loader,file=%s,addr=0x%x,force-raw=on",
                   escaped(in_directory(DISK_FILE)), IMAGE_ADDR);
    } else {
        add_disk(a, options, disk);
    }
}

// add_disk(a, options, disk)
//    Adds the disk. In a run that goes back, it keeps snapshots of the machine, in a nameless file
//    that disappears with QEMU.
static void
add_disk(struct arguments *a, const struct options *options, const struct disk *disk) {
    bool repeatable = is_repeatable(options);
    add_option(a, "-drive", "if=none,id=%s,format=raw,file=%s%s", repeatable ? "contents" : "disk",
               escaped(in_directory(DISK_FILE)), goes_back(options) ? ",snapshot=on" : "");
    if (repeatable) {
        // blkreplay makes the disk answer at the same instruction. With a vapic, QEMU 7 hangs when
        // it loads a snapshot.
        add_option(a, "-drive", "if=none,id=disk,driver=blkreplay,image=contents");
        add_option(a, "-global", "apic-common.vapic=off");
    }
    if (disk->controller) {
        add_option(a, "-device", "%s", disk->controller);
    }
    add_option(a, "-device", "%s,drive=disk,bootindex=0", disk->device);
}

static void add_exit(struct arguments *a, const struct options *options);

// add_lines_out(a, options, monitor)
//    Adds what connects the guest and QEMU with the tool, and what ends a run. The serial line goes
//    through pipes, since QEMU loses bytes if it goes through a socket and that is full.
static void
add_lines_out(struct arguments *a, const struct options *options, int monitor) {
    if (options->mode != MODE_QUIET || options->until || options->screen) {
        add_option(a, "-chardev", "pipe,id=serial,path=%s", escaped(in_directory(SERIAL_PIPE)));
    } else { // so that the guest's speed does not depend on the tool's
        add_option(a, "-chardev", "null,id=serial");
    }
    add_option(a, "-serial", "chardev:serial");
    add_option(a, "-chardev", "socket,id=monitor,fd=%d", monitor);
    add_option(a, "-mon", "chardev=monitor,mode=control");
    add_option(a, "-debugcon", "file:%s", in_directory(LOG_FILE));
    add_exit(a, options);
    add_argument(a, "-no-reboot");
    bool only_repeats = options->record || (options->replay && !goes_back(options));
    if (!only_repeats) { // so that QEMU can say where the machine was when it stopped
        add_argument(a, "-no-shutdown");
    }
}

// add_exit(a, options)
//    Adds the port with which the guest ends the run. A machine that ends itself spoils a
//    recording: QEMU records the end before the last instructions, so a replay would end anywhere
//    among them. So in a recorded run the port is a line to the tool, which ends QEMU.
static void
add_exit(struct arguments *a, const struct options *options) {
    if (is_repeatable(options)) {
        add_option(a, "-chardev", "file,id=exit,path=%s", escaped(in_directory(EXIT_PIPE)));
        add_option(a, "-device", "isa-debugcon,iobase=0xf4,chardev=exit");
    } else {
        add_option(a, "-device", "isa-debug-exit,iobase=0xf4,iosize=0x04");
    }
}

static void add_clock(struct arguments *a, const struct options *options);

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
        add_option(a, "-chardev", "file,id=strace,path=%s", escaped(in_directory(STRACE_PIPE)));
        add_option(a, "-device", "isa-debugcon,iobase=0xea,chardev=strace");
    }
    if (options->trace) {
        trace_add_options(a, options);
    }
    if (options->debug) {
        add_option(a, "-d", "int,cpu_reset");
        add_option(a, "-D", "%s", in_directory(DEBUG_LOG_FILE));
    }
    add_argument(a, "-S"); // the guest waits for gdb, or until the monitor can report its end
    if (options->mode == MODE_GDB) {
        add_option(a, "-chardev", "socket,id=gdb,path=%s,server=on,wait=off",
                   escaped(in_directory(GDB_SOCKET)));
        add_option(a, "-gdb", "chardev:gdb");
    }
}

#define REPLAY_SHIFT 5 // an instruction takes 32 ns of the guest's time

// add_clock(a, options)
//    Adds a clock that counts instructions, if the run has to be repeatable or asks for it.
static void
add_clock(struct arguments *a, const struct options *options) {
    bool is_virtual = options->virtual_shift >= 0;
    long shift = is_virtual ? options->virtual_shift : REPLAY_SHIFT;
    if (options->record) {
        add_option(a, "-icount", "shift=%ld,rr=record,rrfile=%s", shift,
                   escaped(in_directory(EVENTS_FILE)));
    } else if (options->replay) {
        add_option(a, "-icount", "shift=%ld,rr=replay,rrfile=%s", shift, escaped(options->replay));
    } else if (is_virtual) { // a QEMU that records hangs with sleep=off
        add_option(a, "-icount", "shift=%ld,sleep=off", shift);
    } else {
        return;
    }
    add_option(a, "-rtc", "base=2020-01-01,clock=vm");
}
