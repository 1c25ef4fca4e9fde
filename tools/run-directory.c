// run-directory.c: the run's own directory, run/NAME.XXXXXX beside the image. Everything that a run
// writes lies there while it lasts, so that two runs do not meet; what is to stay is moved out at
// the end, and the rest is removed.

#include "run.h"
#include "host.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static char *directory;

static char *directory_pattern(const struct options *options);
static void remove_directory(void);

void
make_directory(const struct options *options) {
    directory = directory_pattern(options);
    if (!mkdtemp(directory)) {
        fail("cannot make a directory %s: %s", directory, strerror(errno));
    }
    atexit(remove_directory);
}

// directory_pattern(options)
//    For mkdtemp: beside the image, or in /tmp if the path of a socket would be too long there.
static char *
directory_pattern(const struct options *options) {
    struct sockaddr_un socket_address;
    const char *slash = strrchr(options->image, '/');
    int length = slash ? (int) (slash + 1 - options->image) : 0;
    char *parent = text("%.*s", length, options->image);
    char *runs = text("%srun", parent);
    char *pattern = text("%s/%s.XXXXXX", runs, options->name);
    if (strlen(pattern) + strlen("/" GDB_SOCKET) >= sizeof(socket_address.sun_path)) {
        return text("/tmp/weensy.XXXXXX");
    }
    mkdir(runs, 0777); // if that fails, mkdtemp does so, too
    return pattern;
}

static void
remove_directory(void) {
    DIR *stream = opendir(directory);
    if (!stream) {
        return;
    }
    struct dirent *entry;
    while ((entry = readdir(stream))) {
        unlink(in_directory(entry->d_name)); // . and .. stay
    }
    closedir(stream);
    rmdir(directory);
}

char *
in_directory(const char *file) {
    return text("%s/%s", directory, file);
}

void
keep_file(const char *file, const char *path) {
    char *from = in_directory(file);
    if (access(from, F_OK) != 0 || (!is_device(path) && rename(from, path) == 0)) {
        return;
    }
    // Another file system, or no regular file: copy.
    size_t size;
    char *data = read_file(from, &size);
    if (!data || !write_file(path, data, size)) {
        fail("%s: %s", path, strerror(errno));
    }
    free(data);
}
