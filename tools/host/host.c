// host.c: what the host tools share.

#include "host.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

void
fail(const char *format, ...) {
    va_list arguments;
    fprintf(stderr, "%s: ", tool_name);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
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

char *
text(const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    size_t size = (size_t) vsnprintf(NULL, 0, format, arguments) + 1;
    char *s = allocate(size);
    vsnprintf(s, size, format, again);
    va_end(again);
    va_end(arguments);
    return s;
}

#define FILE_SIZE_MAX (256UL << 20) // nothing that the tools read is nearly as large

// read_stream(f, size)
//    What is left of `f`; cut, with an error, if that is too much. Its length is not asked first,
//    so that pipes can be read, too.
static char *
read_stream(FILE *f, size_t *size) {
    size_t room = 1 << 16, n, length = 0;
    char *data = allocate(room + 1);
    errno = 0;
    while ((n = fread(data + length, 1, room - length, f)) > 0) {
        length += n;
        if (length == FILE_SIZE_MAX) {
            errno = EFBIG;
            break;
        } else if (length == room) {
            room *= 2;
            data = realloc(data, room + 1);
            if (!data) {
                fail("out of memory");
            }
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
    char *data = read_stream(f, size);
    int error = errno;
    fclose(f);
    if (error) {
        free(data);
        errno = error;
        return NULL;
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

bool
is_device(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && !S_ISREG(status.st_mode);
}
