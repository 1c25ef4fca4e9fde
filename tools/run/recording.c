// recording.c: the files of a recording. They include a description of the machine, and the symbols
// of the kernel and the programs, so that a rebuild does not matter to a replay.

#include "recording.h"
#include "directory.h"
#include "host.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SYMBOLS_SUFFIX ".full"
#define KERNEL_SYMBOLS "kernel" SYMBOLS_SUFFIX

static void copy_symbols(const char *from, const char *name);
static void copy_program(const char *program);
static void keep_machine(const struct options *options, const char *version);
static void keep_symbols(const struct options *options);
static void take_machine(struct options *options);
static void take_symbols(struct options *options);

static char *
file_of(const struct options *options, const char *suffix) {
    return text("%s.%s", options->recording, suffix);
}

void
recording_begin(const struct options *options) {
    if (options->symbols) {
        copy_symbols(options->symbols, KERNEL_SYMBOLS);
        for (size_t i = 0; i < options->programs.n; ++i) {
            copy_program(options->programs.argv[i]);
        }
    }
}

void
recording_keep(const struct options *options, const char *version) {
    if (access(in_directory(EVENTS_FILE), F_OK) != 0) { // QEMU has not even started
        return;
    }
    unlink(file_of(options, "length")); // of the recording that this one replaces
    keep_file(EVENTS_FILE, options->record);
    keep_file(DISK_FILE, file_of(options, "img"));
    keep_machine(options, version);
    keep_symbols(options);
}

void
recording_take(struct options *options) {
    take_machine(options);
    if (!options->symbols) {
        take_symbols(options);
    }
}

// The machine

static void
keep_machine(const struct options *options, const char *version) {
    const char *machine =
        text("qemu %s\ndisk %s\nmemory %s\ncpu %s\nvirtual %ld\n", version, options->disk,
             options->memory, options->cpu, options->virtual_shift);
    write_needed_file(file_of(options, "machine"), machine, strlen(machine));
}

static char *part(const char *machine, const char *name);
static void take_part(const char **value, const struct options *options, const char *machine,
                      const char *name);

static void
take_machine(struct options *options) {
    const char *machine = read_file(file_of(options, "machine"), NULL);
    if (!machine) {
        fail("%s: nothing says on which machine it ran: record it anew", options->replay);
    }
    if (options->command || options->boot_options.n > 0) {
        fail("a recording has its command string in it: no --command, no --option");
    }
    options->recorded_by = part(machine, "qemu");
    take_part(&options->disk, options, machine, "disk");
    take_part(&options->memory, options, machine, "memory");
    take_part(&options->cpu, options, machine, "cpu");
    options->virtual_shift = atol(part(machine, "virtual"));
}

static void
take_part(const char **value, const struct options *options, const char *machine,
          const char *name) {
    const char *recorded = part(machine, name);
    if (*value && strcmp(*value, recorded) != 0) {
        fail("%s was recorded with %s %s, which cannot become %s: leave that out, or record anew",
             options->name, name, recorded, *value);
    }
    *value = recorded;
}

// part(machine, name)
//    What follows the name in its line; "" if there is no such line.
static char *
part(const char *machine, const char *name) {
    const char *lines = text("\n%s", machine), *start = text("\n%s ", name);
    const char *line = strstr(lines, start), *value = line ? line + strlen(start) : "";
    return text("%.*s", (int) strcspn(value, "\n"), value);
}

// Symbols. During the run, the copies are in the run's directory.

static void
copy_symbols(const char *from, const char *name) {
    size_t size;
    const char *data = read_needed_file(from, &size);
    write_needed_file(in_directory(name), data, size);
}

// copy_program(program)
//    Copies a program's symbols. The command line has NAME=FILE, or DIRECTORY/NAME.full.
static void
copy_program(const char *program) {
    const char *end = program + strcspn(program, "/="), *slash = strrchr(program, '/');
    if (*end == '=') {
        copy_symbols(end + 1, text("%.*s" SYMBOLS_SUFFIX, (int) (end - program), program));
    } else {
        copy_symbols(program, slash ? slash + 1 : program);
    }
}

// symbols_in(directory)
//    The names of the ELF files with symbols in a directory.
static struct arguments
symbols_in(const char *directory) {
    struct arguments names = names_in(directory), symbols = {NULL, 0};
    for (size_t i = 0; i < names.n; ++i) {
        if (ends_with(names.argv[i], SYMBOLS_SUFFIX)) {
            add_argument(&symbols, names.argv[i]);
        }
    }
    return symbols;
}

static void
keep_symbols(const struct options *options) {
    const char *directory = file_of(options, "symbols");
    struct arguments old = symbols_in(directory), new = symbols_in(in_directory(""));
    for (size_t i = 0; i < old.n; ++i) { // of the recording that this one replaces
        unlink(text("%s/%s", directory, old.argv[i]));
    }
    rmdir(directory);
    if (new.n > 0) {
        mkdir(directory, 0777); // if this fails, so does moving
    }
    for (size_t i = 0; i < new.n; ++i) {
        keep_file(new.argv[i], text("%s/%s", directory, new.argv[i]));
    }
}

static void
take_symbols(struct options *options) {
    const char *directory = file_of(options, "symbols");
    struct arguments names = symbols_in(directory);
    options->programs.n =
        names.n > 0 ? 0 : options->programs.n; // the recording's symbols replace the others
    for (size_t i = 0; i < names.n; ++i) {
        const char *path = text("%s/%s", directory, names.argv[i]);
        if (strcmp(names.argv[i], KERNEL_SYMBOLS) == 0) {
            options->symbols = path;
        } else {
            add_argument(&options->programs, path);
        }
    }
}
