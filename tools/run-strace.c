// run-strace.c: what the guest tells of its system calls (tools/strace/strace.c), passed on in
// whole lines, so that they do not mix with the rows of the screen.

#include "run.h"
#include "host.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static FILE *output;
static char line[4096];
static size_t length;

void
strace_open(const struct options *options) {
    const char *path = options->strace;
    bool on_screen = strcmp(path, "-") == 0;
    if (on_screen && options->mode == MODE_CONSOLE && isatty(STDERR_FILENO)) {
        fail("system calls would be told of in the midst of the screen; STRACE=FILE names a file");
    }
    output = on_screen ? stderr : fopen(path, "w");
    if (!output) {
        fail("%s: %s", path, strerror(errno));
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
