// recording.c: the files of a recording. It says itself on which machine it was made, and has
// the symbols of what it runs, so that it can be replayed whatever has been built since.

#include "recording.h"
#include "directory.h"
#include "host.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KERNEL_SYMBOLS "kernel.full"
#define SYMBOLS_SUFFIX ".full"

static char *
file_of(const struct options *options, const char *suffix) {
    return text("%s.%s", options->recording, suffix);
}

// Symbols

static const char *separator_in(const char *program);
static void copy_symbols(const char *from, const char *to);
static char *symbols_name(const char *program);
static void move_symbols(const char *name, const char *directory);
static void remove_files(const char *directory);
static void take_symbols(struct options *options);

void
recording_begin(const struct options *options) {
    if (!options->symbols) {
        return;
    }
    copy_symbols(options->symbols, KERNEL_SYMBOLS);
    for (size_t i = 0; i < options->programs.n; ++i) {
        const char *program = options->programs.argv[i], *separator = separator_in(program);
        copy_symbols(separator ? separator + 1 : program, symbols_name(program));
    }
}

// separator_in(program)
//    The equals sign of NAME=FILE, or NULL.
static const char *
separator_in(const char *program) {
    const char *end = program + strcspn(program, "/=");
    return *end == '=' ? end : NULL;
}

static void
copy_symbols(const char *from, const char *to) {
    size_t size;
    const char *data = read_needed_file(from, &size);
    write_needed_file(in_directory(to), data, size);
}

// symbols_name(program)
//    NAME.full, where the command line has NAME=FILE or DIRECTORY/NAME.full.
static char *
symbols_name(const char *program) {
    const char *separator = separator_in(program), *slash = strrchr(program, '/');
    if (separator) {
        return text("%.*s" SYMBOLS_SUFFIX, (int) (separator - program), program);
    }
    return text("%s", slash ? slash + 1 : program);
}

static void
keep_symbols(const struct options *options) {
    const char *directory = file_of(options, "symbols");
    remove_files(directory); // those of the last recording
    if (!options->symbols) {
        rmdir(directory);
        return;
    }
    mkdir(directory, 0777); // if that fails, moving does so, too
    move_symbols(KERNEL_SYMBOLS, directory);
    for (size_t i = 0; i < options->programs.n; ++i) {
        move_symbols(symbols_name(options->programs.argv[i]), directory);
    }
}

static void
move_symbols(const char *name, const char *directory) {
    keep_file(name, text("%s/%s", directory, name));
}

// symbols_in(stream)
//    The next of a directory's ELF files with symbols, by name, or NULL.
static const char *
symbols_in(DIR *stream) {
    struct dirent *entry;
    while ((entry = readdir(stream))) {
        size_t length = strlen(entry->d_name), suffix = strlen(SYMBOLS_SUFFIX);
        if (length > suffix && strcmp(entry->d_name + length - suffix, SYMBOLS_SUFFIX) == 0) {
            return entry->d_name;
        }
    }
    return NULL;
}

static void
remove_files(const char *directory) {
    DIR *stream = opendir(directory);
    const char *name;
    while (stream && (name = symbols_in(stream))) {
        unlink(text("%s/%s", directory, name));
    }
    if (stream) {
        closedir(stream);
    }
}

static void
take_symbols(struct options *options) {
    const char *directory = file_of(options, "symbols"), *name;
    DIR *stream = opendir(directory);
    if (!stream || options->symbols) {
        return;
    }
    options->programs = (struct arguments) {NULL, 0};
    while ((name = symbols_in(stream))) {
        const char *path = text("%s/%s", directory, name);
        if (strcmp(name, KERNEL_SYMBOLS) == 0) {
            options->symbols = path;
        } else {
            add_argument(&options->programs, path);
        }
    }
    closedir(stream);
}

// The machine

static char *part(const char *machine, const char *name);
static void take_part(const char **value, const struct options *options, const char *machine,
                      const char *name);

static void
keep_machine(const struct options *options, const char *version) {
    const char *machine =
        text("qemu %s\ndisk %s\nmemory %s\ncpu %s\nvirtual %ld\n", version, options->disk,
             options->memory, options->cpu, options->virtual_shift);
    write_needed_file(file_of(options, "machine"), machine, strlen(machine));
}

void
recording_keep(const struct options *options, const char *version) {
    if (access(in_directory(EVENTS_FILE), F_OK) != 0) { // QEMU has not even begun
        return;
    }
    unlink(file_of(options, "length")); // that of the last
    keep_file(EVENTS_FILE, options->record);
    keep_file(DISK_FILE, file_of(options, "img"));
    keep_machine(options, version);
    keep_symbols(options);
}

void
recording_take(struct options *options) {
    const char *machine = read_file(file_of(options, "machine"), NULL);
    if (!machine) {
        fail("%s: there is no word about its machine: record it anew", options->replay);
    }
    if (options->command || options->boot_options.n > 0) {
        fail("a recording has its command string in it: no --command, no --option");
    }
    options->recorded_by = part(machine, "qemu");
    take_part(&options->disk, options, machine, "disk");
    take_part(&options->memory, options, machine, "memory");
    take_part(&options->cpu, options, machine, "cpu");
    options->virtual_shift = atol(part(machine, "virtual"));
    take_symbols(options);
}

static void
take_part(const char **value, const struct options *options, const char *machine,
          const char *name) {
    const char *recorded = part(machine, name);
    if (*value && strcmp(*value, recorded) != 0) {
        fail("%s was recorded with %s %s, which cannot become %s: leave that away, or record anew",
             options->name, name, recorded, *value);
    }
    *value = recorded;
}

// part(machine, name)
//    What follows the name in its line, "" if there is no such line.
static char *
part(const char *machine, const char *name) {
    for (const char *line = machine; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        size_t length = strlen(name);
        if (strncmp(line, name, length) == 0 && line[length] == ' ') {
            const char *value = line + length + 1;
            return text("%.*s", (int) strcspn(value, "\n"), value);
        }
    }
    return text("%s", "");
}
