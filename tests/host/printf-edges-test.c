// printf-edges-test.c: where the text ends (truncation, sizes 0 and 1, the printer without a NUL),
// and wrong formats.

#include "test.h"
#include "printf.h"

// formatted(format, ...)
//    The text that our vsnprintf makes. Unlike snprintf, accepts formats that the compiler would
//    warn about.
static const char *
formatted(const char *format, ...) {
    static char s[256];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(s, sizeof(s), format, arguments);
    va_end(arguments);
    assert_int_equal(length, host_strlen(s));
    return s;
}

static void
text_that_does_not_fit_is_cut_and_its_whole_length_returned(void **state) {
    (void) state;
    static const char whole[] = "1234567890 [  text]";
    for (size_t size = 1; size <= sizeof(whole) + 2; ++size) {
        char *s = malloc(size); // the sanitizer sees a store after its end
        size_t fits = size < sizeof(whole) ? size - 1 : sizeof(whole) - 1;
        assert_int_equal(snprintf(s, size, "%d [%6s]", 1234567890, "text"), sizeof(whole) - 1);
        assert_memory_equal(s, whole, fits);
        assert_int_equal(s[fits], '\0');
        free(s);
    }
}

static void
size_0_stores_nothing_and_returns_the_length(void **state) {
    (void) state;
    char c = 'x';
    assert_int_equal(snprintf(&c, 0, "%d", 12345), 5);
    assert_int_equal(c, 'x');
    assert_int_equal(snprintf(NULL, 0, "%s", "text"), 4);
}

static void
size_1_stores_only_the_nul(void **state) {
    (void) state;
    char s[2] = "xy";
    assert_int_equal(snprintf(s, 1, "text"), 4);
    assert_int_equal(s[0], '\0');
    assert_int_equal(s[1], 'y');
}

static void
bytes_after_the_nul_stay(void **state) {
    (void) state;
    char s[] = "xxxxxxxx";
    assert_int_equal(snprintf(s, sizeof(s), "abc"), 3);
    assert_memory_equal(s, "abc\0xxxx", sizeof(s));
}

static void
null_string_prints_as_a_word(void **state) {
    (void) state;
    assert_string_equal(formatted("<%s>", NULL), "<(null)>");
    assert_string_equal(formatted("<%10s>", NULL), "<    (null)>");
    assert_string_equal(formatted("<%-10s>", NULL), "<(null)    >");
}

static void
null_pointer_prints_as_one_word(void **state) {
    (void) state;
    const char *s = formatted("%p", NULL);
    assert_int_not_equal(host_strlen(s), 0);
    assert_int_equal(strcspn(s, " "), host_strlen(s));
}

static void
unknown_conversion_prints_unchanged(void **state) {
    (void) state;
    static const char *const formats[] = {
        "%y",   "<%y>", "%k%k",  "%!",  "% ?", "%-08y", "%5.3y",
        "%lly", "%#y",  "%\xFF", "%\n", "%05", "%l",
    };
    for (size_t i = 0; i < ARRAY_SIZE(formats); ++i) {
        assert_string_equal(formatted(formats[i]), formats[i]);
    }
}

static void
conversions_after_an_unknown_one_are_read(void **state) {
    (void) state;
    assert_string_equal(formatted("%y %d", 42), "%y 42");
    assert_string_equal(formatted("%y%d%%", 42), "%y42%");
}

static void
lone_percent_at_the_end_prints(void **state) {
    (void) state;
    assert_string_equal(formatted("%"), "%");
    assert_string_equal(formatted("100%"), "100%");
    assert_string_equal(formatted("%%%"), "%%");
    assert_string_equal(formatted("%d%", 5), "5%");
}

// A printer that keeps its characters.
struct recorder {
    struct printer printer;
    char text[64];
    size_t n;
};

static void
record(struct printer *printer, char c) {
    struct recorder *recorder = (struct recorder *) printer;
    assert_in_range(recorder->n, 0, sizeof(recorder->text) - 1);
    recorder->text[recorder->n++] = c;
}

static void
print_to(struct printer *printer, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vprinter(printer, format, arguments);
    va_end(arguments);
}

static void
printer_gets_the_characters_in_order_without_a_nul(void **state) {
    (void) state;
    struct recorder recorder = {.printer = {record}};
    print_to(&recorder.printer, "<%4d|%-3s|%c>", 42, "a", 'z');
    assert_int_equal(recorder.n, 12);
    assert_memory_equal(recorder.text, "<  42|a  |z>", 12);

    print_to(&recorder.printer, "");
    assert_int_equal(recorder.n, 12);
}

int
main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_that_does_not_fit_is_cut_and_its_whole_length_returned),
        cmocka_unit_test(size_0_stores_nothing_and_returns_the_length),
        cmocka_unit_test(size_1_stores_only_the_nul),
        cmocka_unit_test(bytes_after_the_nul_stay),
        cmocka_unit_test(null_string_prints_as_a_word),
        cmocka_unit_test(null_pointer_prints_as_one_word),
        cmocka_unit_test(unknown_conversion_prints_unchanged),
        cmocka_unit_test(conversions_after_an_unknown_one_are_read),
        cmocka_unit_test(lone_percent_at_the_end_prints),
        cmocka_unit_test(printer_gets_the_characters_in_order_without_a_nul),
    };
    return cmocka_run_group_tests_name("printf edges", tests, NULL, NULL);
}
