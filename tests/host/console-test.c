// console-test.c: where text goes on the screen: lines, scrolling, positions, and cursor values
// that no honest program stores.

#include "test.h"
#include "simulated-console.h"

static const int hostile_cursors[] = {
    -1, -2, -CONSOLE_CELLS, INT_MIN, CONSOLE_CELLS + 1, 2 * CONSOLE_CELLS, 0x7FFFFFF0, INT_MAX,
};

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
clear_blanks_the_screen_and_homes_the_cursor(void **state) {
    (void) state;
    for (int i = 0; i < CONSOLE_CELLS; ++i) {
        console[i] = 0x4F00 | 'x';
    }
    cursorpos = 777;
    console_clear();
    for (int i = 0; i < CONSOLE_CELLS; ++i) {
        expect_cell(i, CONSOLE_NORMAL | ' ');
    }
    assert_int_equal(cursorpos, 0);
}

static void
text_starts_at_the_cursor_and_moves_it(void **state) {
    (void) state;
    cursorpos = CPOS(3, 70);
    console_printf("%s %d", "row", 3);
    for (int i = 0; i < 5; ++i) {
        expect_cell(CPOS(3, 70) + i, CONSOLE_NORMAL | (unsigned char) "row 3"[i]);
    }
    assert_int_equal(cursorpos, CPOS(3, 75));
    console_printf("!");
    expect_cell(CPOS(3, 75), CONSOLE_NORMAL | '!');
}

static void
long_text_goes_on_in_the_next_row(void **state) {
    (void) state;
    cursorpos = CPOS(0, 78);
    console_printf("abcd");
    expect_cell(CPOS(0, 79), CONSOLE_NORMAL | 'b');
    expect_cell(CPOS(1, 0), CONSOLE_NORMAL | 'c');
    assert_int_equal(cursorpos, CPOS(1, 2));
}

static void
newline_moves_to_the_start_of_the_next_row(void **state) {
    (void) state;
    console_printf("one\ntwo\n\nfour");
    expect_row(0, "one");
    expect_row(1, "two");
    expect_row(2, "");
    expect_row(3, "four");
    assert_int_equal(cursorpos, CPOS(3, 4));
}

static void
bytes_over_127_are_stored_without_touching_the_colours(void **state) {
    (void) state;
    console_printf("%c%c", 0xFF, 0x80);
    expect_cell(0, CONSOLE_NORMAL | 0xFF);
    expect_cell(1, CONSOLE_NORMAL | 0x80);
}

static void
lines_that_leave_the_foot_scroll_the_screen_up(void **state) {
    (void) state;
    for (int line = 1; line < 60; ++line) {
        console_printf("line %d\n", line);
    }
    console_printf("line %d", 60);
    for (int row = 0; row < CONSOLE_ROWS; ++row) {
        char text[32];
        sprintf(text, "line %d", 60 - (CONSOLE_ROWS - 1) + row);
        expect_row(row, text);
    }
    assert_int_equal(cursorpos, CPOS(CONSOLE_ROWS - 1, 7));
}

static void
text_in_the_last_cell_leaves_the_cursor_after_it(void **state) {
    (void) state;
    console_printf_at(0, "top");
    cursorpos = CONSOLE_CELLS - 1;
    console_printf("z");
    expect_row(0, "top");
    expect_cell(CONSOLE_CELLS - 1, CONSOLE_NORMAL | 'z');
    assert_int_equal(console_cursor(), CONSOLE_CELLS);

    console_printf("y");
    expect_cell(CPOS(CONSOLE_ROWS - 2, CONSOLE_COLUMNS - 1), CONSOLE_NORMAL | 'z');
    expect_cell(CPOS(CONSOLE_ROWS - 1, 0), CONSOLE_NORMAL | 'y');
    assert_int_equal(cursorpos, CPOS(CONSOLE_ROWS - 1, 1));
}

static void
text_longer_than_the_screen_shows_its_end(void **state) {
    (void) state;
    console_printf("%*s", 10 * CONSOLE_CELLS, "end");
    expect_cell(CONSOLE_CELLS - 3, CONSOLE_NORMAL | 'e');
    expect_cell(CONSOLE_CELLS - 1, CONSOLE_NORMAL | 'd');
    assert_int_equal(console_cursor(), CONSOLE_CELLS);
}

static void
cursor_outside_the_screen_becomes_the_nearest_inside(void **state) {
    (void) state;
    for (size_t i = 0; i < ARRAY_SIZE(hostile_cursors); ++i) {
        cursorpos = hostile_cursors[i];
        assert_int_equal(console_cursor(), hostile_cursors[i] < 0 ? 0 : CONSOLE_CELLS);
    }
    cursorpos = CONSOLE_CELLS;
    assert_int_equal(console_cursor(), CONSOLE_CELLS);
    cursorpos = 1234;
    assert_int_equal(console_cursor(), 1234);
}

static void
text_at_a_hostile_cursor_stays_on_the_screen(void **state) {
    (void) state;
    for (size_t i = 0; i < ARRAY_SIZE(hostile_cursors); ++i) {
        console_reset();
        cursorpos = hostile_cursors[i];
        console_printf("text");
        expect_row(hostile_cursors[i] < 0 ? 0 : CONSOLE_ROWS - 1, "text");
        console_printf("\nmore\r\n\n");
        assert_in_range(cursorpos, 0, CONSOLE_CELLS);
        expect_guards_intact();
    }
}

static void
printf_at_prints_at_the_position_and_returns_the_next(void **state) {
    (void) state;
    assert_int_equal(console_printf_at(CPOS(5, 0), "%d cells", 2), CPOS(5, 7));
    expect_row(5, "2 cells");
    assert_int_equal(console_printf_at(CPOS(5, 7), "%s", ""), CPOS(5, 7));
    assert_int_equal(console_printf_at(CPOS(6, 0), "x\ny"), CPOS(7, 1));
    expect_row(6, "x");
    expect_row(7, "y");
}

static void
printf_at_neither_reads_nor_moves_the_cursor(void **state) {
    (void) state;
    for (size_t i = 0; i < ARRAY_SIZE(hostile_cursors); ++i) {
        cursorpos = hostile_cursors[i];
        assert_int_equal(console_printf_at(CPOS(1, 0), "text\n"), CPOS(2, 0));
        expect_row(1, "text");
        assert_int_equal(cursorpos, hostile_cursors[i]);
    }
}

static void
printf_at_drops_what_lies_after_the_last_cell(void **state) {
    (void) state;
    console_printf_at(0, "top");
    assert_int_equal(console_printf_at(CONSOLE_CELLS - 2, "abcdef\n\nghi"), CONSOLE_CELLS);
    expect_row(0, "top");
    expect_cell(CONSOLE_CELLS - 2, CONSOLE_NORMAL | 'a');
    expect_cell(CONSOLE_CELLS - 1, CONSOLE_NORMAL | 'b');
    assert_int_equal(console_printf_at(CPOS(24, 0), "x\ny"), CONSOLE_CELLS);
    expect_row(24, "x");
}

static void
printf_at_outside_the_screen_prints_nothing_and_returns_the_position(void **state) {
    (void) state;
    for (size_t i = 0; i < ARRAY_SIZE(hostile_cursors); ++i) {
        assert_int_equal(console_printf_at(hostile_cursors[i], "text\n"), hostile_cursors[i]);
    }
    assert_int_equal(console_printf_at(CONSOLE_CELLS, "text"), CONSOLE_CELLS);
    for (int row = 0; row < CONSOLE_ROWS; ++row) {
        expect_row(row, "");
    }
}

static void
random_text_and_cursors_store_nothing_outside_the_cells(void **state) {
    (void) state;
    static const char alphabet[] = "ab\n\r\t\b\033[;m0197";
    uint64_t random = 1;
    for (int i = 0; i < 2000; ++i) {
        char text[200];
        size_t length = test_random(&random) % (sizeof(text) - 1);
        for (size_t c = 0; c < length; ++c) {
            text[c] = alphabet[test_random(&random) % (sizeof(alphabet) - 1)];
        }
        text[length] = '\0';
        cursorpos = (int) (test_random(&random) % 2200) - 100;
        console_printf("%s", text);
        assert_in_range(cursorpos, 0, CONSOLE_CELLS);
        int end = console_printf_at((int) (test_random(&random) % CONSOLE_CELLS), "%s", text);
        assert_in_range(end, 0, CONSOLE_CELLS);
        expect_guards_intact();
    }
}

int
main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, check_guards)
    const struct CMUnitTest tests[] = {
        TEST(clear_blanks_the_screen_and_homes_the_cursor),
        TEST(text_starts_at_the_cursor_and_moves_it),
        TEST(long_text_goes_on_in_the_next_row),
        TEST(newline_moves_to_the_start_of_the_next_row),
        TEST(bytes_over_127_are_stored_without_touching_the_colours),
        TEST(lines_that_leave_the_foot_scroll_the_screen_up),
        TEST(text_in_the_last_cell_leaves_the_cursor_after_it),
        TEST(text_longer_than_the_screen_shows_its_end),
        TEST(cursor_outside_the_screen_becomes_the_nearest_inside),
        TEST(text_at_a_hostile_cursor_stays_on_the_screen),
        TEST(printf_at_prints_at_the_position_and_returns_the_next),
        TEST(printf_at_neither_reads_nor_moves_the_cursor),
        TEST(printf_at_drops_what_lies_after_the_last_cell),
        TEST(printf_at_outside_the_screen_prints_nothing_and_returns_the_position),
        TEST(random_text_and_cursors_store_nothing_outside_the_cells),
    };
    return cmocka_run_group_tests_name("console", tests, NULL, NULL);
}
