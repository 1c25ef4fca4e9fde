// directory.c: the run's own directory, run/NAME.XXXXXX next to the image, so that two runs never
// use the same file. At the end the tool moves out the files to keep, and removes the rest. A run
// that is killed leaves its directory behind, and the next run removes it. A lock shows that a
// directory is still in use.

#include "directory.h"
#include "host.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static char *directory;

#define PATTERN_END "XXXXXX" // mkdtemp replaces it

static char *directory_pattern(const struct options *options);
static void remove_left_over(const char *pattern);
static void lock_directory(void);
static void remove_directory(const char *path);
static void remove_own_directory(void);

void
make_directory(const struct options *options) {
    directory = directory_pattern(options);
    remove_left_over(directory);
    if (!mkdtemp(directory)) {
        fail("cannot make a directory %s: %s", directory, strerror(errno));
    }
    atexit(remove_own_directory);
    lock_directory();
}

#define NEW_LOCK_FILE "lock.new"
#define LOCK_FILE "lock"

// lock_directory()
//    Locks the run's directory as long as this process lives. The lock file gets its name only
//    after it is locked, so that no other run sees it unlocked.
static void
lock_directory(void) {
    int fd = open(in_directory(NEW_LOCK_FILE), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0 || flock(fd, LOCK_EX) != 0
        || rename(in_directory(NEW_LOCK_FILE), in_directory(LOCK_FILE)) != 0) {
        fail("cannot lock %s: %s", directory, strerror(errno));
    }
}

static void remove_if_left_over(const char *path);

// remove_left_over(pattern)
//    Removes the directories of this pattern that no process has locked.
static void
remove_left_over(const char *pattern) {
    const char *slash = strrchr(pattern, '/');
    const char *parent = text("%.*s", (int) (slash - pattern), pattern);
    size_t length = strlen(slash + 1) - strlen(PATTERN_END);
    struct arguments names = names_in(parent);
    for (size_t i = 0; i < names.n; ++i) {
        const char *name = names.argv[i];
        if (strncmp(name, slash + 1, length) == 0 && strlen(name) == strlen(slash + 1)) {
            remove_if_left_over(text("%s/%s", parent, name));
        }
    }
}

static void
remove_if_left_over(const char *path) {
    int fd = open(text("%s/" LOCK_FILE, path), O_WRONLY | O_CLOEXEC);
    if (fd >= 0) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
            remove_directory(path);
        }
        close(fd);
    }
}

// directory_pattern(options)
//    The pattern for mkdtemp: next to the image, or in /tmp if the path of a socket next to the
//    image would be too long.
static char *
directory_pattern(const struct options *options) {
    struct sockaddr_un socket_address;
    const char *slash = strrchr(options->image, '/');
    int length = slash ? (int) (slash + 1 - options->image) : 0;
    char *parent = text("%.*s", length, options->image);
    char *runs = text("%srun", parent);
    char *pattern = text("%s/%s." PATTERN_END, runs, options->name);
    if (strlen(pattern) + strlen("/" GDB_SOCKET) >= sizeof(socket_address.sun_path)) {
        return text("/tmp/weensy." PATTERN_END);
    }
    mkdir(runs, 0777); // if this fails, so does mkdtemp
    return pattern;
}

static void
remove_directory(const char *path) {
    struct arguments names = names_in(path);
    for (size_t i = 0; i < names.n; ++i) {
        unlink(text("%s/%s", path, names.argv[i])); // . and .. stay
    }
    rmdir(path);
}

static void
remove_own_directory(void) {
    remove_directory(directory);
}

char *
in_directory(const char *file) {
    return text("%s/%s", directory, file);
}

struct arguments
names_in(const char *path) {
    struct arguments names = {NULL, 0};
    DIR *stream = opendir(path);
    struct dirent *entry;
    while (stream && (entry = readdir(stream))) {
        add_argument(&names, text("%s", entry->d_name));
    }
    if (stream) {
        closedir(stream);
    }
    return names;
}

void
keep_file(const char *file, const char *path) {
    char *from = in_directory(file);
    if (access(from, F_OK) != 0 || (!is_device(path) && rename(from, path) == 0)) {
        return;
    }
    // `path` is on another file system, or is not a regular file: copy.
    size_t size;
    char *data = read_needed_file(from, &size);
    write_needed_file(path, data, size);
    free(data);
}
