// gdb.c: starts the debugger in the terminal. The guest waits before its first instruction; a
// breakpoint makes `continue` stop at the kernel's start. In a recording gdb also goes back: see
// tools/gdb/recording.py.

#include "gdb.h"
#include "directory.h"
#include "host.h"
#include "process.h"

#include <inttypes.h>

#define SPECIAL_CHARACTERS " \t\n\"'\\" // in a word of a gdb command

pid_t
start_gdb(const struct options *options, const char *command) {
    struct arguments a = {NULL, 0};
    add_argument(&a, options->gdb);
    add_argument(&a, "-q");
    if (options->symbols) {
        add_argument(&a, options->symbols);
    }
    add_option(&a, "-ex", "set confirm off"); // no questions about add-symbol-file and quit
    if (options->gdb_commands) {
        add_option(&a, "-x", "%s", options->gdb_commands);
    }
    const char *programs = text("programs \"%s\"", command); // a command of weensy.py
    for (size_t i = 0; i < options->programs.n; ++i) {
        const char *program = options->programs.argv[i];
        programs = text("%s %s", programs, marked(program, SPECIAL_CHARACTERS, '\\'));
    }
    add_option(&a, "-ex", "%s", programs);
    add_option(&a, "-ex", "set architecture i386:x86-64"); // also in 16-bit mode
    add_option(&a, "-ex", "target remote %s", in_directory(GDB_SOCKET));
    if (options->symbols) {
        add_option(&a, "-ex", "tbreak kernel_start");
    }
    if (options->length) {
        add_option(&a, "-ex", "recording %" PRIu64, options->length);
    } else if (options->symbols) {
        add_option(&a, "-ex",
                   "echo The machine is at its first instruction; `continue` runs to the "
                   "kernel's start. `weensy` lists commands.\\n");
    }
    return start_process(a.argv, NULL);
}
