// report.c: reports how a run ended.

#include "report.h"
#include "directory.h"
#include "follow.h"
#include "host.h"
#include "memory-layout.h"

#include <inttypes.h>
#include <stdio.h>

static void report(const struct options *options, const char *format, ...) printf_like(2, 3);
static void report_end_of_file(const char *path);
static void report_place(const struct run *run);
static void report_where_to_look(const struct options *options);

int
report_ending(const struct run *run) {
    const struct options *options = &run->options;
    switch (run->ending) {
    case PANICKED:
        report(options, "kernel panic; the end of the log:");
        report_end_of_file(options->log);
        report_where_to_look(options);
        return 2;
    case RESET:
        report(options,
               "triple fault or unexpected reboot: an exception could not be delivered, as when"
               " the page tables, the interrupt table or the kernel's stack are broken");
        report_place(run);
        report_where_to_look(options);
        return 3;
    case WEDGED:
        report(options, "wedged: the kernel's clock stands still");
        report_place(run);
        report_where_to_look(options);
        return 4;
    case BOOT_FAILED:
        report(options, "the boot code failed; what it says is on the screen");
        return 1;
    case QEMU_SILENT: report(options, "QEMU does not answer"); return 1;
    case QEMU_FAILED:
        report(options, "QEMU failed:");
        report_end_of_file(in_directory(MESSAGES_FILE));
        return 1;
    case SCREEN_REST:
        report(options, "ended: its screen has not changed for %d s", SCREEN_REST_TIME);
        break;
    case TIME_OUT:
        if (options->mode == MODE_QUIET) {
            report(options, "no end after %ld s", options->timeout);
            return 124;
        }
        report(options, "ended: out of time after %ld s; TIMEOUT=S gives it S seconds",
               options->timeout);
        break;
    default: break;
    }
    if (options->until && run->ending != FOUND) {
        report(options, "ended without '%s' on the screen", options->until);
        return 5;
    }
    return 0;
}

// report_place(run)
//    Says where the processor was.
static void
report_place(const struct run *run) {
    const struct processor *p = &run->monitor.processor;
    if (p->rip == 0) { // QEMU ended before it could say
        return;
    }
    code_place place = image_place(&run->image, p->rip);
    const char *code = p->rip < KERNEL_START_ADDR  ? "the boot code"
                       : p->rip < KERNEL_STACK_TOP ? "the kernel's memory, where it has no code"
                                                   : "a program, or the boot code";
    if (place.line > 0 && p->rip < KERNEL_STACK_TOP) {
        code = text("%s (%s:%u)", place.function, place.file, place.line);
    }
    report(&run->options,
           "the processor was in %s: %%rip 0x%" PRIx64 ", %%rsp 0x%" PRIx64
           "; the last page fault was at 0x%" PRIx64,
           code, p->rip, p->rsp, p->cr2);
}

static void
report(const struct options *options, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    say("%s: %s", options->name, text_of(format, arguments));
    va_end(arguments);
}

static void
report_end_of_file(const char *path) {
    const int lines = 15;
    size_t size;
    const char *data = read_file(path, &size);
    if (!data) {
        return;
    }
    const char *end = data + size, *start = end;
    for (int n = 0; start > data && (n += start[-1] == '\n') <= lines; --start) {
    }
    fwrite(start, 1, (size_t) (end - start), stderr);
}

static void
report_where_to_look(const struct options *options) {
    report(options, "the log is in %s", options->log);
    if (options->debug) {
        report(options, "interrupts and resets are in %s", options->debug_log);
    } else if (options->replay) {
        report(options, "'make replay-gdb-%s' goes back from there", options->name);
    } else {
        report(options,
               "'make run-%s D=1' also logs interrupts and resets, 'make run-gdb-%s' debugs",
               options->name, options->name);
    }
}
