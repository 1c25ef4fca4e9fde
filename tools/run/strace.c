// strace.c: passes on what the guest reports about its system calls (tools/strace/strace.c), in
// whole lines, so that they do not mix with the rows of the screen.

#include "strace.h"
#include "directory.h"
#include "host.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static FILE *output;
static const char *kept; // where to leave the calls, if the terminal shows the screen or gdb
static char line[4096];
static size_t length;

void
strace_open(const struct options *options) {
    const char *path = options->strace;
    bool names_file = strcmp(path, "-") != 0;
    bool terminal_is_taken = options->mode == MODE_CONSOLE || options->mode == MODE_GDB;
    if (!names_file && terminal_is_taken && isatty(STDERR_FILENO)) {
        kept = options->strace_log;
        path = in_directory(CALLS_FILE);
    }
    output = kept || names_file ? fopen(path, "w") : stderr;
    if (!output) {
        fail("%s: %s", path, strerror(errno));
    }
}

void
strace_keep(void) {
    if (kept) {
        keep_file(CALLS_FILE, kept);
        say("the system calls are in %s", kept);
    }
}

void
strace_take(int pipe) {
    ssize_t n;
    while ((n = read(pipe, line + length, sizeof(line) - length)) > 0) {
        length += (size_t) n;
        size_t whole = length;
        while (whole > 0 && line[whole - 1] != '\n') {
            --whole;
        }
        whole = whole == 0 && length == sizeof(line) ? length : whole;
        fwrite(line, 1, whole, output);
        length -= whole;
        memmove(line, line + whole, length);
    }
    fflush(output);
}
