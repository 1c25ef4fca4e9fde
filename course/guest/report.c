// report.c: see report.h. The disk image's last file, with the word and the options, is only for
// the judge. It is read before the student's code runs, and nothing of it stays in the image.

#include "report.h"
#include "command.h"
#include "direct-map.h"
#include "disk-image.h"
#include "log.h"
#include "power.h"
#include "printf.h"
#include "string.h"

enum { WORD_LENGTH = 16 };

static char prefix[sizeof("check : ") + WORD_LENGTH];
static char options[COMMAND_SIZE];

void
report_take_orders(void) {
    boot_info *info = disk_image_info();
    image_file *file = &info->files[--info->nfiles];
    char *orders = pa2kptr(IMAGE_ADDR + (uint64_t) file->offset);
    snprintf(prefix, sizeof(prefix), "check %.*s: ", WORD_LENGTH, orders);
    strlcpy(options, orders + WORD_LENGTH, sizeof(options));
    memset(orders, 0, file->size);
    memset(file, 0, sizeof(*file));
}

void
report_line(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    log_printf("%s", prefix);
    log_vprintf(format, arguments);
    log_printf("\n");
    va_end(arguments);
}

void
report_trace(backtrace bt) {
    const char *line = backtrace_text(bt), *end;
    for (; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        report_line("trace%.*s", (int) (end - line), line);
    }
}

const char *
report_prefix(void) {
    return prefix;
}

long
report_option(const char *name, long otherwise) {
    return command_option(options, name, otherwise);
}

void
report_over(void) {
    report_line("end");
    end_run(EXIT_OK);
    for (;;) {
    }
}
