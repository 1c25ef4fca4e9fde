// command.c: reads the command string, which tools and people write.

#include "command.h"
#include "math.h"
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

long
command_option(const char *command, const char *name, long otherwise) {
    for_each_word(w, command) {
        const char *equals = find_equals(w);
        if (equals != NULL && (size_t) (equals - w.start) == strlen(name)
            && memcmp(w.start, name, strlen(name)) == 0) {
            char *end;
            unsigned long value = strtoul(equals + 1, &end, 0);
            return end == w.start + w.size && end > equals + 1 ? (long) value : otherwise;
        }
    }
    return otherwise;
}
