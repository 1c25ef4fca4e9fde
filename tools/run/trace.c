// trace.c: a run that leaves the record of a trace (tools/trace/). The guest's memory is a file,
// which the plugin of QEMU reads. The guest or the plugin ends the run, by the guest's clock.

#include "trace.h"
#include "capabilities.h"
#include "directory.h"
#include "host.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void
trace_add_options(struct arguments *a, const struct options *options) {
    const char *ram = escaped(in_directory(RAM_FILE));
    require_plugins(options);
    add_option(a, "-object", "memory-backend-file,id=ram,share=on,size=%s,mem-path=%s",
               options->memory, ram);
    add_option(a, "-plugin", "%s,ram=%s,log=%s,record=%s", options->trace_plugin, ram,
               escaped(in_directory(LOG_FILE)), escaped(in_directory(TRACE_FILE)));
}

// in_words(ending)
//    How the run ended, in the words of docs/trace.md. (A guest that ends the run has recorded its
//    own.)
static const char *
in_words(enum ending ending) {
    switch (ending) {
    case ENDED: return "ended";
    case PANICKED: return "panic";
    case RESET: return "reset triple fault or unexpected reboot";
    case WEDGED: return "left wedged: the kernel's clock stood still";
    default: return "left";
    }
}

// drop_half_line(f)
//    Cuts off what is after the file's last newline: a QEMU that was killed may have left half a
//    line.
static void
drop_half_line(FILE *f) {
    fseek(f, 0, SEEK_END);
    long size = ftell(f);
    while (size > 0 && fseek(f, size - 1, SEEK_SET) == 0 && getc(f) != '\n') {
        --size;
    }
    if (ftruncate(fileno(f), size) != 0) {
        fail("%s: %s", in_directory(TRACE_FILE), strerror(errno));
    }
    fseek(f, 0, SEEK_END);
}

void
trace_keep(const struct options *options, enum ending ending) {
    FILE *f = fopen(in_directory(TRACE_FILE), "a+");
    if (f) {
        drop_half_line(f);
    }
    if (!f || fprintf(f, "ending %s\n", in_words(ending)) < 0 || fclose(f) != 0) {
        fail("%s: %s", in_directory(TRACE_FILE), strerror(errno));
    }
    keep_file(TRACE_FILE, options->trace);
    if (options->ram) {
        keep_file(RAM_FILE, options->ram);
    }
}
