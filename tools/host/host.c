// host.c: what the host tools share.

#include "host.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void
say_line(const char *format, va_list arguments) {
    fprintf(stderr, "%s: ", tool_name);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
}

void
say(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    say_line(format, arguments);
    va_end(arguments);
}

void
fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    say_line(format, arguments);
    va_end(arguments);
    exit(1);
}

void *
allocate(size_t size) {
    void *memory = calloc(1, size);
    if (!memory) {
        fail("out of memory");
    }
    return memory;
}

static void *
resized(void *memory, size_t size) {
    memory = realloc(memory, size);
    if (!memory) {
        fail("out of memory");
    }
    return memory;
}

void *
with_room(void *array, size_t n, size_t size) {
    bool is_full = (n & (n - 1)) == 0; // the array has room for a power of two
    return is_full ? resized(array, (n ? 2 * n : 1) * size) : array;
}

char *
text(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *s = text_of(format, arguments);
    va_end(arguments);
    return s;
}

char *
text_of(const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    size_t size = (size_t) vsnprintf(NULL, 0, format, again) + 1;
    va_end(again);
    char *s = allocate(size);
    vsnprintf(s, size, format, arguments);
    return s;
}

bool
ends_with(const char *s, const char *suffix) {
    size_t length = strlen(s), end = strlen(suffix);
    return length > end && strcmp(s + length - end, suffix) == 0;
}

#define FILE_SIZE_MAX (256UL << 20) // far more than any file that the tools read

// read_stream(f, size)
//    Reads `f` to its end. If that is more than FILE_SIZE_MAX, stops and sets errno to EFBIG. It
//    does not ask for the length first, so it can read pipes, too.
static char *
read_stream(FILE *f, size_t *size) {
    size_t room = 1 << 16, n, length = 0;
    char *data = allocate(room);
    errno = 0;
    while ((n = fread(data + length, 1, room - 1 - length, f)) > 0) {
        length += n;
        if (length >= FILE_SIZE_MAX) {
            errno = EFBIG;
            break;
        } else if (length == room - 1) {
            room *= 2;
            data = resized(data, room);
        }
    }
    data[length] = '\0';
    *size = length;
    return data;
}

char *
read_file(const char *path, size_t *size) {
    FILE *f = fopen(path, "rb");
    if (!f) {
        return NULL;
    }
    size_t length;
    char *data = read_stream(f, size ? size : &length);
    int error = errno;
    fclose(f);
    if (error) {
        free(data);
        errno = error;
        return NULL;
    }
    return data;
}

char *
read_needed_file(const char *path, size_t *size) {
    char *data = read_file(path, size);
    if (!data) {
        fail("%s: %s", path, strerror(errno));
    }
    return data;
}

bool
write_file(const char *path, const void *data, size_t size) {
    FILE *f = fopen(path, "wb");
    if (!f) {
        return false;
    }
    bool written = fwrite(data, 1, size, f) == size;
    int error = errno;
    bool closed = fclose(f) == 0;
    if (!written) {
        errno = error;
    }
    return written && closed;
}

void
write_needed_file(const char *path, const void *data, size_t size) {
    if (!write_file(path, data, size)) {
        fail("%s: %s", path, strerror(errno));
    }
}

bool
is_device(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && !S_ISREG(status.st_mode);
}
