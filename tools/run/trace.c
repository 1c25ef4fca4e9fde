// trace.c: a run that is recorded for a trace (tools/trace/). The guest's memory is a file that
// a plugin of QEMU's reads, and guest and plugin decide by the guest's clock when the run is over.

#include "run.h"
#include "host.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void require_plugins(const struct options *options);

void
trace_add_options(struct arguments *a, const struct options *options) {
    require_plugins(options);
    add_option(a, "-object",
               text("memory-backend-file,id=ram,share=on,size=%s,mem-path=%s", options->memory,
                    escaped(in_directory(RAM_FILE))));
    add_option(a, "-plugin",
               text("%s,ram=%s,log=%s,record=%s", options->trace_plugin,
                    escaped(in_directory(RAM_FILE)), escaped(in_directory(LOG_FILE)),
                    escaped(in_directory(TRACE_FILE))));
}

// require_plugins(options)
//    Fails if this QEMU takes none: then it is too old, or was built without.
static void
require_plugins(const struct options *options) {
    char *argv[] = {text("%s", options->qemu), text("-help"), NULL};
    const char *path = in_directory(HELP_FILE);
    if (program_missing(wait_for_process(start_process(argv, path)))) {
        no_qemu(options);
    }
    size_t size;
    const char *answer = read_file(path, &size);
    if (!answer || !strstr(answer, "\n-plugin ")) {
        fail("%s takes no plugins, which a trace needs: QEMU 7.2 or newer, built with them, does",
             options->qemu);
    }
}

void
trace_keep(const struct options *options, const char *ending) {
    FILE *f = fopen(in_directory(TRACE_FILE), "a");
    if (!f || fprintf(f, "ending %s\n", ending) < 0 || fclose(f) != 0) {
        fail("%s: %s", in_directory(TRACE_FILE), strerror(errno));
    }
    keep_file(TRACE_FILE, options->trace);
    if (options->ram) {
        keep_file(RAM_FILE, options->ram);
    }
}
