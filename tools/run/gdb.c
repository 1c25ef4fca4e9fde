// gdb.c: the debugger, in the terminal. QEMU waits before its first instruction; the kernel's
// start has a breakpoint already, so that `continue` stops there. In a recording gdb goes back,
// too: see tools/gdb/recording.py.

#include "run.h"
#include "host.h"

#include <string.h>

static void
add_command(struct arguments *a, const char *command) {
    add_option(a, "-ex", command);
}

// quoted(word)
//    As gdb takes a word of a command: whatever it would read in its own way has a backslash.
static char *
quoted(const char *word) {
    char *s = allocate(2 * strlen(word) + 1), *end = s;
    for (; *word; ++word) {
        if (strchr(" \t\n\"'\\", *word)) {
            *end++ = '\\';
        }
        *end++ = *word;
    }
    return s;
}

pid_t
start_gdb(const struct options *options, const char *command) {
    struct arguments a = {NULL, 0};
    add_argument(&a, options->gdb);
    add_argument(&a, "-q");
    if (options->symbols) {
        add_argument(&a, options->symbols);
    }
    add_command(&a, "set confirm off"); // of add-symbol-file, and of quitting
    if (options->gdb_commands) {
        add_option(&a, "-x", options->gdb_commands);
    }
    const char *programs = text("programs \"%s\"", command); // a command of weensy.py
    for (const char **program = options->programs; *program; ++program) {
        programs = text("%s %s", programs, quoted(*program));
    }
    add_command(&a, programs);
    add_command(&a, "set architecture i386:x86-64"); // also while the processor is in 16-bit mode
    add_command(&a, text("target remote %s", in_directory(GDB_SOCKET)));
    if (options->symbols) {
        add_command(&a, "tbreak kernel_start");
    }
    if (options->length) {
        add_command(&a, text("recording %llu", (unsigned long long) options->length));
    } else if (options->symbols) {
        add_command(&a, "echo The machine is at its first instruction; `continue` runs to the "
                        "kernel's start. `weensy` lists commands.\\n");
    }
    return start_process(a.argv, NULL);
}
