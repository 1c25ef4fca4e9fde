// string.c: bytes and strings. Copying and filling use the processor's string instructions, eight
// bytes at a time and the rest one by one: the fast way is also the shortest.

#include "string.h"

void *
memcpy(void *dst, const void *src, size_t n) {
    void *d = dst;
    size_t words = n / 8, bytes = n % 8;
    __asm__ volatile("rep movsq" : "+D"(d), "+S"(src), "+c"(words) : : "memory");
    __asm__ volatile("rep movsb" : "+D"(d), "+S"(src), "+c"(bytes) : : "memory");
    return dst;
}

void *
memmove(void *dst, const void *src, size_t n) {
    if ((uintptr_t) dst - (uintptr_t) src >= n) {
        return memcpy(dst, src, n); // forwards never overwrites what is still to be read
    }
    char *d = dst;
    const char *s = src;
    while (n > 0) {
        --n;
        d[n] = s[n];
    }
    return dst;
}

void *
memset(void *s, int c, size_t n) {
    void *d = s;
    size_t words = n / 8, bytes = n % 8;
    uint64_t pattern = (unsigned char) c * 0x0101010101010101UL;
    __asm__ volatile("rep stosq" : "+D"(d), "+c"(words) : "a"(pattern) : "memory");
    __asm__ volatile("rep stosb" : "+D"(d), "+c"(bytes) : "a"(pattern) : "memory");
    return s;
}

int
memcmp(const void *a, const void *b, size_t n) {
    const unsigned char *x = a, *y = b;
    for (size_t i = 0; i < n; ++i) {
        if (x[i] != y[i]) {
            return x[i] < y[i] ? -1 : 1;
        }
    }
    return 0;
}

size_t
strlen(const char *s) {
    size_t n = 0;
    while (s[n] != '\0') {
        ++n;
    }
    return n;
}

size_t
strnlen(const char *s, size_t max) {
    size_t n = 0;
    while (n < max && s[n] != '\0') {
        ++n;
    }
    return n;
}

int
strcmp(const char *a, const char *b) {
    return strncmp(a, b, SIZE_MAX);
}

int
strncmp(const char *a, const char *b, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        unsigned char x = a[i], y = b[i];
        if (x != y) {
            return x < y ? -1 : 1;
        }
        if (x == '\0') {
            return 0;
        }
    }
    return 0;
}

char *
strchr(const char *s, int c) {
    while (*s != (char) c && *s != '\0') {
        ++s;
    }
    return *s == (char) c ? (char *) s : NULL;
}

size_t
strlcpy(char *dst, const char *src, size_t size) {
    size_t length = strlen(src);
    if (size > 0) {
        size_t n = length < size ? length : size - 1;
        memcpy(dst, src, n);
        dst[n] = '\0';
    }
    return length;
}

static int
digit_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    } else if (c >= 'a' && c <= 'z') {
        return c - 'a' + 10;
    } else if (c >= 'A' && c <= 'Z') {
        return c - 'A' + 10;
    }
    return 255;
}

unsigned long
strtoul(const char *s, char **end, int base) {
    const char *p = s;
    while (*p == ' ' || (*p >= '\t' && *p <= '\r')) {
        ++p;
    }
    bool negative = *p == '-';
    if (*p == '-' || *p == '+') {
        ++p;
    }
    bool hex_prefix = p[0] == '0' && (p[1] | 0x20) == 'x' && digit_value(p[2]) < 16;
    if ((base == 0 || base == 16) && hex_prefix) {
        p += 2;
        base = 16;
    } else if (base == 0) {
        base = *p == '0' ? 8 : 10;
    }

    unsigned long value = 0;
    bool any = false, overflow = false;
    for (; digit_value(*p) < base; ++p) {
        unsigned long digit = digit_value(*p);
        overflow |= __builtin_mul_overflow(value, base, &value);
        overflow |= __builtin_add_overflow(value, digit, &value);
        any = true;
    }
    if (end != NULL) {
        *end = (char *) (any ? p : s);
    }
    if (overflow) {
        return -1UL;
    }
    return negative ? -value : value;
}
