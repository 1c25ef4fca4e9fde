// command.c: reads the command string, which tools and people write.

#include "command.h"
#include "math.h"
#include "printf.h"
#include "string.h"

// A word of the command string; size 0 after the last.
struct word {
    const char *start;
    size_t size;
};

static struct word
next_word(const char *s) {
    while (*s == ' ') {
        ++s;
    }
    size_t size = 0;
    while (s[size] != ' ' && s[size] != '\0') {
        ++size;
    }
    return (struct word) {s, size};
}

#define for_each_word(w, command)                                                                  \
    for (struct word w = next_word(command); w.size > 0; w = next_word(w.start + w.size))

static const char *
find_equals(struct word w) {
    for (size_t i = 0; i < w.size; ++i) {
        if (w.start[i] == '=') {
            return &w.start[i];
        }
    }
    return NULL;
}

bool
command_program(const char *command, int n, char *name, size_t size) {
    for_each_word(w, command) {
        if (find_equals(w) == NULL && n-- == 0) {
            size_t length = min(w.size, size - 1);
            memcpy(name, w.start, length);
            name[length] = '\0';
            return true;
        }
    }
    return false;
}

// option_value(command, name)
//    What stands after the = of that option; size 0 if it is not given.
static struct word
option_value(const char *command, const char *name) {
    const size_t length = strlen(name);
    for_each_word(w, command) {
        if (w.size > length && w.start[length] == '=' && memcmp(w.start, name, length) == 0) {
            return (struct word) {w.start + length + 1, w.size - length - 1};
        }
    }
    return (struct word) {"", 0};
}

long
command_option(const char *command, const char *name, long otherwise) {
    const struct word w = option_value(command, name);
    char *end;
    unsigned long value = strtoul(w.start, &end, 0);
    return w.size > 0 && end == w.start + w.size ? (long) value : otherwise;
}

bool
command_of_key(const char *command, char key, char *next, size_t size) {
    const char name[] = {key, '\0'};
    const struct word words = option_value(command, name);
    size_t n = (size_t) snprintf(next, size, "%.*s", (int) words.size, words.start);
    for (char *comma = next; (comma = strchr(comma, ',')) != NULL;) {
        *comma = ' ';
    }
    for_each_word(w, command) {
        bool of_key = w.size > 1 && w.start[1] == '=';
        if (of_key && n < size) {
            n += (size_t) snprintf(next + n, size - n, " %.*s", (int) w.size, w.start);
        }
    }
    return words.size > 0 && n < size;
}
