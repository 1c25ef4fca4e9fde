// record.c: writes the record. It has a line for each thing that happened: a word, then numbers in
// hexadecimal.

#include "plugin.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

uint64_t record_events;
static FILE *file;

void
record_open(void) {
    file = fopen(settings.record, "w");
    if (!file) {
        fail("%s: %s", settings.record, strerror(errno));
    }
}

static void
write_line(const char *format, va_list arguments) {
    vfprintf(file, format, arguments);
    putc('\n', file);
    if (ferror(file)) {
        fail("%s: %s", settings.record, strerror(errno));
    }
}

void
record(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    write_line(format, arguments);
    va_end(arguments);
}

void
record_event(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    write_line(format, arguments);
    va_end(arguments);
    record_events += 1;
}

void
record_chain(uint32_t number, const uint32_t *pcs, size_t n) {
    fprintf(file, "chain %x", number);
    for (size_t i = 0; i < n; ++i) {
        fprintf(file, " %x", pcs[i]);
    }
    putc('\n', file);
}

void
record_close(void) {
    record("whole");
    fclose(file);
}
