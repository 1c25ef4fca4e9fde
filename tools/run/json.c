// json.c: reads a line of JSON. The same functions check its form and find its values: skip_THING
// returns the end of the thing that begins at `s`. If that is malformed, it returns an empty text,
// in which nothing else can begin, so every later check fails, too.

#include "json.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 16
#define DIGITS "0123456789"

static const char malformed[] = "";

static const char *skip_value(const char *s, unsigned depth);
static const char *skip_name(const char *s);

static const char *
skip_spaces(const char *s) {
    return s + strspn(s, " \t\r\n");
}

bool
json_is_object(const char *line, size_t length) {
    const char *start = skip_spaces(line);
    return *start == '{' && skip_spaces(skip_value(start, 0)) == line + length;
}

static const char *member(const char *object, const char *name, size_t length);
static bool spells(const char *string, const char *s, size_t length);

const char *
json_at(const char *object, const char *path) {
    for (; object && *path; path += strspn(path, ".")) {
        size_t length = strcspn(path, ".");
        object = member(object, path, length);
        path += length;
    }
    return object;
}

// member(object, name, length)
//    The value of that name, which has `length` characters; NULL if there is none.
static const char *
member(const char *object, const char *name, size_t length) {
    const char *s = *object == '{' ? skip_spaces(object + 1) : malformed;
    while (*s == '"') {
        const char *value = skip_name(s);
        if (spells(s, name, length)) {
            return value;
        }
        s = skip_spaces(skip_value(value, 0));
        s = *s == ',' ? skip_spaces(s + 1) : s;
    }
    return NULL;
}

static const char *
skip_word(const char *s, const char *word) {
    return strncmp(s, word, strlen(word)) == 0 ? s + strlen(word) : malformed;
}

static const char *
skip_digits(const char *s) {
    size_t n = strspn(s, DIGITS);
    return n > 0 ? s + n : malformed;
}

static const char *
skip_number(const char *s) {
    s += *s == '-';
    s = *s == '0' ? s + 1 : skip_digits(s);
    if (*s == '.') {
        s = skip_digits(s + 1);
    }
    if (*s == 'e' || *s == 'E') {
        s += 1;
        s = skip_digits(s + (*s == '+' || *s == '-'));
    }
    return s;
}

// Characters of a string

enum { STRING_ENDS = -1, MALFORMED = -2 };

static int next_escape(const char **s);
static int next_code(const char **s);

// next_character(s)
//    The character at `*s`, or STRING_ENDS, or MALFORMED. Moves `*s` past it.
static int
next_character(const char **s) {
    unsigned char c = (unsigned char) *(*s)++;
    return c == '"' ? STRING_ENDS : c < ' ' ? MALFORMED : c == '\\' ? next_escape(s) : c;
}

static int
next_escape(const char **s) {
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    char c = *(*s)++;
    const char *letter = c != '\0' ? strchr(letters, c) : NULL;
    return letter ? meanings[letter - letters] : c == 'u' ? next_code(s) : MALFORMED;
}

static int
next_code(const char **s) {
    char digits[5] = "";
    if (strspn(*s, DIGITS "abcdefABCDEF") < 4) {
        return MALFORMED;
    }
    memcpy(digits, *s, 4);
    *s += 4;
    unsigned long code = strtoul(digits, NULL, 16);
    return code > 0 && code < 0x80 ? (int) code : '?';
}

static const char *
skip_string(const char *s) {
    int c = *s++ == '"' ? 0 : MALFORMED;
    while (c >= 0) {
        c = next_character(&s);
    }
    return c == STRING_ENDS ? s : malformed;
}

// spells(string, s, length)
//    Whether the string is the `length` characters at `s`, none of which is NUL.
static bool
spells(const char *string, const char *s, size_t length) {
    ++string;
    for (; length > 0; ++s, --length) {
        if (next_character(&string) != (unsigned char) *s) {
            return false;
        }
    }
    return *string == '"';
}

// Objects and arrays

// skip_name(s)
//    Skips the name of a value, and the colon: returns the value.
static const char *
skip_name(const char *s) {
    return skip_spaces(skip_word(skip_spaces(skip_string(s)), ":"));
}

static const char *
skip_list(const char *s, unsigned depth) {
    bool is_object = *s == '{';
    char end = is_object ? '}' : ']';
    s = skip_spaces(s + 1);
    if (*s == end) {
        return s + 1;
    }
    for (;; s = skip_spaces(s + 1)) {
        s = skip_spaces(skip_value(is_object ? skip_name(s) : s, depth));
        if (*s != ',') {
            return *s == end ? s + 1 : malformed;
        }
    }
}

static const char *
skip_value(const char *s, unsigned depth) {
    switch (*s) {
    case '{':
    case '[': return depth < DEPTH_MAX ? skip_list(s, depth + 1) : malformed;
    case '"': return skip_string(s);
    case 't': return skip_word(s, "true");
    case 'f': return skip_word(s, "false");
    case 'n': return skip_word(s, "null");
    default: return skip_number(s);
    }
}

// What a value is

static bool
is_string(const char *value) {
    return value && *value == '"';
}

bool
json_is_true(const char *value) {
    return value && *value == 't';
}

bool
json_is_string(const char *value, const char *s) {
    return is_string(value) && spells(value, s, strlen(s));
}

int
json_number(const char *value) {
    if (!value || strspn(value, DIGITS) == 0) {
        return -1;
    }
    char *end;
    unsigned long number = strtoul(value, &end, 10);
    return number <= INT_MAX && strspn(end, ".eE") == 0 ? (int) number : -1;
}

void
json_text(const char *value, char *s, size_t size) {
    if (is_string(value)) {
        ++value;
        for (int c; size > 1 && (c = next_character(&value)) >= 0; --size) {
            *s++ = (char) c;
        }
    }
    *s = '\0';
}
