// console-colours-test.c: escape sequences set the colours of the text after them and take no cells
// themselves; malformed and endless ones do no harm.

#include "test.h"
#include "simulated-console.h"

static int
set_up(void **state) {
    (void) state;
    console_reset();
    return 0;
}

static int
check_guards(void **state) {
    (void) state;
    expect_guards_intact();
    return 0;
}

static void
every_colour_shows_as_its_vga_attribute(void **state) {
    (void) state;
    static const struct {
        const char *sequence;
        unsigned attribute; // background in bits 4-6, foreground in bits 0-3
    } colours[] = {
        {CS_NORMAL, 0x07}, {CS_BOLD, 0x0F},  {CS_RED, 0x0C},     {CS_GREEN, 0x0A},
        {CS_YELLOW, 0x0E}, {CS_BLUE, 0x09},  {CS_MAGENTA, 0x0D}, {CS_CYAN, 0x0B},
        {CS_WHITE, 0x0F},  {CS_ERROR, 0x4F}, {CS_SUCCESS, 0x0A}, {CS_ECHO, 0x0B},
    };
    for (size_t i = 0; i < ARRAY_SIZE(colours); ++i) {
        console_reset();
        console_printf("%sx", colours[i].sequence);
        expect_cell(0, colours[i].attribute << 8 | 'x');
        assert_int_equal(cursorpos, 1);
    }
}

static void
colour_lasts_until_it_is_set_to_normal(void **state) {
    (void) state;
    console_printf(CS_RED "ab%d" CS_NORMAL "c", 5);
    expect_cell(0, 0x0C00 | 'a');
    expect_cell(1, 0x0C00 | 'b');
    expect_cell(2, 0x0C00 | '5');
    expect_cell(3, CONSOLE_NORMAL | 'c');
}

static void
colour_of_one_call_does_not_leak_into_the_next(void **state) {
    (void) state;
    console_printf(CS_RED "a");
    console_printf("b");
    expect_cell(1, CONSOLE_NORMAL | 'b');
    console_printf("\033["); // a sequence that the next call must not continue
    console_printf("91m");
    expect_cell(2, CONSOLE_NORMAL | '9');
}

static void
colours_work_at_a_position_too(void **state) {
    (void) state;
    assert_int_equal(console_printf_at(CPOS(2, 0), CS_ERROR "no" CS_NORMAL), CPOS(2, 2));
    expect_cell(CPOS(2, 0), 0x4F00 | 'n');
    expect_cell(CPOS(2, 1), 0x4F00 | 'o');
}

static void
empty_line_after_coloured_text_stays_normal_after_scrolling(void **state) {
    (void) state;
    cursorpos = CPOS(CONSOLE_ROWS - 1, 0);
    console_printf(CS_ERROR "x\ny");
    expect_cell(CPOS(CONSOLE_ROWS - 2, 0), 0x4F00 | 'x');
    expect_cell(CPOS(CONSOLE_ROWS - 1, 0), 0x4F00 | 'y');
    expect_cell(CPOS(CONSOLE_ROWS - 1, 1), CONSOLE_NORMAL | ' ');
}

static void
unknown_parameters_change_nothing(void **state) {
    (void) state;
    console_printf("\033[2;38;999;200mx\033[77my");
    expect_cell(0, CONSOLE_NORMAL | 'x');
    assert_int_equal(cursorpos, 2);
}

static void
text_after_malformed_sequences_shows(void **state) {
    (void) state;
    static const char *const sequences[] = {
        "\033",    "\033\033", "\033[",   "\033[;",  "\033[9",   "\033[;;;;;",
        "\033[m",  "\033x",    "\033[x",  "\033[91", "\033[-1m", "\033[99999999999999999999999999m",
        "\033[1;", "\033\n",   "\033[\n",
    };
    for (size_t i = 0; i < ARRAY_SIZE(sequences); ++i) {
        console_reset();
        console_printf("%s", sequences[i]);
        console_printf("%smm\nafter\n", sequences[i]);
        bool shown = false;
        for (int cpos = 0; cpos < CPOS(4, 0) && !shown; ++cpos) {
            shown = (console[cpos] & 0xFF) == 'a' && (console[cpos + 4] & 0xFF) == 'r';
        }
        if (!shown) {
            fail_msg("after \"\\033%s\": expected the next line's text, saw none",
                     sequences[i] + 1);
        }
        assert_in_range(cursorpos, 0, CONSOLE_CELLS);
        expect_guards_intact();
    }
}

static void
endless_sequences_store_nothing_outside_the_cells(void **state) {
    (void) state;
    static const char *const starts[] = {"", "[", "[9", "[;", "[1;"};
    static const char tails[] = "09;[\033 x";
    static char text[3 * CONSOLE_CELLS];
    for (size_t s = 0; s < ARRAY_SIZE(starts); ++s) {
        for (size_t t = 0; t < sizeof(tails) - 1; ++t) {
            int length = sprintf(text, "\033%s", starts[s]);
            host_memset(text + length, tails[t], sizeof(text) - length - 1);
            console_printf("%s", text);
            assert_in_range(cursorpos, 0, CONSOLE_CELLS);
            assert_in_range(console_printf_at(CONSOLE_CELLS - 1, "%s", text), 0, CONSOLE_CELLS);
            expect_guards_intact();
        }
    }
}

int
main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, check_guards)
    const struct CMUnitTest tests[] = {
        TEST(every_colour_shows_as_its_vga_attribute),
        TEST(colour_lasts_until_it_is_set_to_normal),
        TEST(colour_of_one_call_does_not_leak_into_the_next),
        TEST(colours_work_at_a_position_too),
        TEST(empty_line_after_coloured_text_stays_normal_after_scrolling),
        TEST(unknown_parameters_change_nothing),
        TEST(text_after_malformed_sequences_shows),
        TEST(endless_sequences_store_nothing_outside_the_cells),
    };
    return cmocka_run_group_tests_name("console colours", tests, NULL, NULL);
}
