// printf.c: formatted text. It reads a conversion into a `struct conversion`, turns the argument
// into three pieces (prefix, zeros, digits or text), and pads the pieces to the width.

#include "printf.h"
#include "string.h"

struct conversion {
    bool left, zero, plus, space, alternate; // flags - 0 + space #
    int width;
    int precision;  // -1: none
    int length;     // bytes of the argument: 1, 2, 4 or 8
    char specifier; // d, u, x, ...
};

// The text of a conversion: `prefix`, then `zeros` zeros, then `size` bytes at `text`.
struct pieces {
    const char *prefix;
    int zeros;
    const char *text;
    int size;
};

#define NUMBER_MAX 100000000 // of a width or precision; larger ones become this
#define DIGITS_SIZE 24       // 2^64 - 1 has 22 octal digits

static const char *read_conversion(const char *format, struct conversion *cv, va_list *arguments);
static bool print_conversion(struct printer *printer, struct conversion *cv, va_list *arguments);

void
vprinter(struct printer *printer, const char *format, va_list arguments) {
    va_list rest;
    va_copy(rest, arguments);
    while (*format != '\0') {
        const char *start = format;
        struct conversion cv;
        if (*format == '%') {
            format = read_conversion(format + 1, &cv, &rest);
            if (print_conversion(printer, &cv, &rest)) {
                continue;
            }
        } else {
            ++format;
        }
        for (; start < format; ++start) { // unchanged
            printer->put(printer, *start);
        }
    }
    va_end(rest);
}


static const char *read_flags(const char *format, struct conversion *cv);
static const char *read_number(const char *format, int *number, va_list *arguments);
static const char *read_length(const char *format, int *length);

// read_conversion(format, cv, arguments)
//    Reads the conversion whose % is just before `format` into `*cv`, and returns what follows it.
static const char *
read_conversion(const char *format, struct conversion *cv, va_list *arguments) {
    *cv = (struct conversion) {.precision = -1, .length = sizeof(int)};
    format = read_flags(format, cv);
    format = read_number(format, &cv->width, arguments);
    if (cv->width < 0) { // as in C: a negative * means flag - and its absolute value
        cv->left = true;
        cv->width = -cv->width;
    }
    if (*format == '.') {
        cv->precision = 0;
        format = read_number(format + 1, &cv->precision, arguments);
    }
    format = read_length(format, &cv->length);
    cv->specifier = *format;
    return *format != '\0' ? format + 1 : format;
}

static const char *
read_flags(const char *format, struct conversion *cv) {
    for (;; ++format) {
        switch (*format) {
        case '-': cv->left = true; break;
        case '0': cv->zero = true; break;
        case '+': cv->plus = true; break;
        case ' ': cv->space = true; break;
        case '#': cv->alternate = true; break;
        default: return format;
        }
    }
}

static const char *
read_number(const char *format, int *number, va_list *arguments) {
    if (*format == '*') {
        *number = va_arg(*arguments, int);
        ++format;
    }
    for (; *format >= '0' && *format <= '9'; ++format) {
        *number = *number * 10 + (*format - '0');
        *number = *number < NUMBER_MAX ? *number : NUMBER_MAX;
    }
    *number = *number > -NUMBER_MAX ? *number : -NUMBER_MAX; // so that the sign can be changed
    return format;
}

static const char *
read_length(const char *format, int *length) {
    for (;; ++format) {
        switch (*format) {
        case 'h': *length /= 2; break; // h: 2, hh: 1
        case 'l':
        case 'j':
        case 'z':
        case 't': *length = 8; break;
        default: return format;
        }
    }
}


static struct pieces number_pieces(struct conversion *cv, va_list *arguments, char *digits);
static struct pieces string_pieces(const struct conversion *cv, const char *s);
static void print_padded(struct printer *printer, const struct conversion *cv, struct pieces p);

// print_conversion(printer, cv, arguments)
//    Prints the arguments that `cv` takes; false if there is no such conversion.
static bool
print_conversion(struct printer *printer, struct conversion *cv, va_list *arguments) {
    char buffer[DIGITS_SIZE];
    switch (cv->specifier) {
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o':
    case 'p': print_padded(printer, cv, number_pieces(cv, arguments, buffer)); return true;
    case 's':
        print_padded(printer, cv, string_pieces(cv, va_arg(*arguments, const char *)));
        return true;
    case 'c':
        buffer[0] = (char) va_arg(*arguments, int);
        print_padded(printer, cv, (struct pieces) {"", 0, buffer, 1});
        return true;
    case '%': printer->put(printer, '%'); return true;
    default: return false;
    }
}

static int64_t
signed_argument(int length, va_list *arguments) {
    int64_t value = length == 8 ? va_arg(*arguments, int64_t) : va_arg(*arguments, int);
    return length == 1 ? (signed char) value : length == 2 ? (short) value : value;
}

static uint64_t
unsigned_argument(int length, va_list *arguments) {
    uint64_t value = length == 8 ? va_arg(*arguments, uint64_t) : va_arg(*arguments, unsigned);
    return length == 1 ? (unsigned char) value : length == 2 ? (unsigned short) value : value;
}

// write_digits(end, value, base, capital)
//    Writes the digits of `value`, none for 0, to end just before `end`; returns their start.
static char *
write_digits(char *end, uint64_t value, int base, bool capital) {
    const char *digits = capital ? "0123456789ABCDEF" : "0123456789abcdef";
    for (; value != 0; value /= base) {
        *--end = digits[value % base];
    }
    return end;
}

static struct pieces
number_pieces(struct conversion *cv, va_list *arguments, char *digits) {
    char sp = cv->specifier;
    struct pieces p = {.prefix = ""};
    uint64_t value;
    if (sp == 'd' || sp == 'i') {
        int64_t argument = signed_argument(cv->length, arguments);
        value = argument < 0 ? -(uint64_t) argument : (uint64_t) argument;
        p.prefix = argument < 0 ? "-" : cv->plus ? "+" : cv->space ? " " : "";
    } else {
        value = unsigned_argument(sp == 'p' ? 8 : cv->length, arguments);
        if (sp == 'p' || (sp == 'x' && cv->alternate && value != 0)) {
            p.prefix = "0x";
        } else if (sp == 'X' && cv->alternate && value != 0) {
            p.prefix = "0X";
        }
    }

    int base = sp == 'x' || sp == 'X' || sp == 'p' ? 16 : sp == 'o' ? 8 : 10;
    p.text = write_digits(digits + DIGITS_SIZE, value, base, sp == 'X');
    p.size = digits + DIGITS_SIZE - p.text;

    int wanted = cv->precision >= 0 ? cv->precision : 1; // digits, at least
    if (sp == 'o' && cv->alternate && wanted <= p.size) {
        wanted = p.size + 1; // an octal number shows its base with a leading zero
    }
    if (cv->zero && !cv->left && cv->precision < 0 && cv->width > wanted) {
        int room = cv->width - (int) strlen(p.prefix);
        wanted = room > wanted ? room : wanted;
    }
    p.zeros = wanted > p.size ? wanted - p.size : 0;
    return p;
}

static struct pieces
string_pieces(const struct conversion *cv, const char *s) {
    if (s == NULL) {
        s = "(null)";
    }
    size_t most = cv->precision >= 0 ? (size_t) cv->precision : INT32_MAX;
    return (struct pieces) {"", 0, s, (int) strnlen(s, most)};
}

static void
print_repeated(struct printer *printer, char c, int n) {
    for (; n > 0; --n) {
        printer->put(printer, c);
    }
}

static void
print_padded(struct printer *printer, const struct conversion *cv, struct pieces p) {
    int padding = cv->width - (int) strlen(p.prefix) - p.zeros - p.size;
    if (!cv->left) {
        print_repeated(printer, ' ', padding);
    }
    for (const char *c = p.prefix; *c != '\0'; ++c) {
        printer->put(printer, *c);
    }
    print_repeated(printer, '0', p.zeros);
    for (int i = 0; i < p.size; ++i) {
        printer->put(printer, p.text[i]);
    }
    if (cv->left) {
        print_repeated(printer, ' ', padding);
    }
}


struct string_printer {
    struct printer printer;
    char *s;
    size_t size;
    size_t length; // of the whole text so far, even where it no longer fits
};

static void
put_in_string(struct printer *printer, char c) {
    struct string_printer *sp = (struct string_printer *) printer;
    if (sp->length + 1 < sp->size) {
        sp->s[sp->length] = c;
    }
    ++sp->length;
}

int
vsnprintf(char *s, size_t size, const char *format, va_list arguments) {
    struct string_printer sp = {{put_in_string}, s, size, 0};
    vprinter(&sp.printer, format, arguments);
    if (size > 0) {
        s[sp.length < size ? sp.length : size - 1] = '\0';
    }
    return (int) sp.length;
}

int
snprintf(char *s, size_t size, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(s, size, format, arguments);
    va_end(arguments);
    return n;
}
