// arguments.c: builds command lines.

#include "arguments.h"
#include "host.h"

#include <string.h>

void
add_argument(struct arguments *arguments, const char *argument) {
    arguments->argv = with_room(arguments->argv, arguments->n + 1, sizeof(*arguments->argv));
    arguments->argv[arguments->n++] = argument;
    arguments->argv[arguments->n] = NULL;
}

void
add_option(struct arguments *arguments, const char *option, const char *format, ...) {
    va_list values;
    va_start(values, format);
    add_argument(arguments, option);
    add_argument(arguments, text_of(format, values));
    va_end(values);
}

char *
marked(const char *s, const char *special, char mark) {
    char *copy = allocate(2 * strlen(s) + 1), *end = copy;
    for (; *s; ++s) {
        if (strchr(special, *s)) {
            *end++ = mark;
        }
        *end++ = *s;
    }
    return copy;
}

char *
escaped(const char *path) {
    return marked(path, ",", ',');
}
