// mirror-test.c: what a mirror sends makes a terminal show the whole console at the end of each
// frame, and is never more than a piece at once.

#include "test.h"
#include "mirror.h"
#include "simulated-console.h"

#define MARK_SIZE 8 // of the marks around a frame

// As much of a terminal as mirrors use.
static struct {
    uint16_t cells[CONSOLE_CELLS];
    int pos;
    uint16_t color;
    char sequence[32];
    size_t length;
    size_t sent;     // characters so far
    unsigned frames; // whole ones so far
    bool in_frame;
} terminal;

static void
end_sequence(void) {
    int row, column, letter, behind;
    unsigned rows;
    const char *s = terminal.sequence, command = s[terminal.length - 1];
    if (host_strcmp(s, "\033[0m") == 0) {
        terminal.color = CONSOLE_NORMAL;
    } else if (host_strcmp(s, "\033[2J") == 0) {
        for (int i = 0; i < CONSOLE_CELLS; ++i) {
            terminal.cells[i] = CONSOLE_NORMAL | ' ';
        }
    } else if (host_strcmp(s, "\033[H") == 0) {
        terminal.pos = 0;
    } else if (host_strcmp(s, "\033[?2026h") == 0) {
        assert_false(terminal.in_frame);
        terminal.in_frame = true;
    } else if (host_strcmp(s, "\033[?2026l") == 0) {
        assert_true(terminal.in_frame);
        terminal.in_frame = false;
        ++terminal.frames;
    } else if (command == 'H' && sscanf(s, "\033[%d;%d", &row, &column) == 2) {
        terminal.pos = CPOS(row - 1, column - 1);
    } else if (command == 'm' && sscanf(s, "\033[0;%d;%d", &letter, &behind) == 2) {
        unsigned ansi = (unsigned) (letter >= 90 ? letter - 90 : letter - 30);
        unsigned bright = letter >= 90 ? 8 : 0;
        unsigned back = (unsigned) (behind >= 100 ? behind - 100 : behind - 40);
        unsigned blinks = behind >= 100 ? 8 : 0;
        terminal.color = (uint16_t) ((exchange_red_and_blue(back) | blinks) << 12
                                     | (exchange_red_and_blue(ansi) | bright) << 8);
    } else if (command == 'M' && sscanf(s, "\033[%u", &rows) == 1) {
        assert_int_equal(terminal.color, CONSOLE_NORMAL); // terminals fill with the current colour
        for (unsigned i = 0, from = rows * CONSOLE_COLUMNS; i < CONSOLE_CELLS; ++i, ++from) {
            terminal.cells[i] =
                from < CONSOLE_CELLS ? terminal.cells[from] : (CONSOLE_NORMAL | ' ');
        }
    } else {
        fail_msg("a sequence that no mirror needs: ESC%s", s + 1);
    }
    terminal.length = 0;
}

static void
put(char c) {
    ++terminal.sent;
    if (c == '\033' || terminal.length > 0) {
        assert_true(terminal.length + 1 < sizeof(terminal.sequence));
        terminal.sequence[terminal.length++] = c;
        terminal.sequence[terminal.length] = '\0';
        if (c >= '@' && c <= 'z' && c != '[') {
            end_sequence();
        }
    } else {
        assert_in_range(terminal.pos, 0, CONSOLE_CELLS - 1);
        terminal.cells[terminal.pos] = terminal.color | (unsigned char) c;
        // Terminals differ in where a character after the last column lands.
        terminal.pos = CCOL(terminal.pos + 1) == 0 ? INT_MIN : terminal.pos + 1;
    }
}

static mirror m;

static int
set_up(void **state) {
    (void) state;
    console_reset();
    console_scrolls = 0;
    host_memset(&terminal, 0, sizeof(terminal));
    mirror_init(&m, put);
    return 0;
}

// in_a_piece(do_it)
//    Calls `do_it`, and fails the test if that sends more than a piece.
static void
in_a_piece(void (*do_it)(void)) {
    size_t before = terminal.sent;
    do_it();
    assert_in_range(terminal.sent - before, 0, MIRROR_PIECE);
}

static void
take(void) {
    mirror_take(&m, console);
}

static void
send_piece(void) {
    mirror_send(&m);
}

static void
expect_shown(const uint16_t *cells) {
    for (int i = 0; i < CONSOLE_CELLS; ++i) {
        if (terminal.cells[i] != cells[i]) {
            fail_msg("row %d column %d: expected cell %#x, saw %#x", CROW(i), CCOL(i), cells[i],
                     terminal.cells[i]);
        }
    }
}

static uint64_t random_state = 61;

static unsigned
below(unsigned end) {
    return (unsigned) (test_random(&random_state) >> 32) % end;
}

// change_console()
//    Changes it as programs do: with text, text at a position, single cells, and scrolls that are
//    counted or not.
static void
change_console(void) {
    static const char *const colors[] = {CS_NORMAL, CS_RED, CS_ERROR, "\033[1;7m"};
    for (unsigned n = below(6); n > 0; --n) {
        switch (below(5)) {
        case 0: console_printf("%s%*d%s\n", colors[below(4)], (int) below(90), 1, CS_NORMAL); break;
        case 1: console_printf_at((int) below(CONSOLE_CELLS), "%s%d", colors[below(4)], 7); break;
        case 2:
            console[below(CONSOLE_CELLS)] = (uint16_t) (below(256) << 8 | (' ' + below(95)));
            break;
        case 3: console_scrolls = console_scrolls + below(3); break;
        case 4: cursorpos = (int) below(CONSOLE_CELLS + 1); break;
        }
    }
}

static void
a_terminal_shows_each_frame_whole(void **state) {
    (void) state;
    for (int i = 0; i < 3000; ++i) {
        change_console();
        uint16_t cells[CONSOLE_CELLS];
        host_memcpy(cells, (const void *) console, sizeof(cells));
        const unsigned frames = terminal.frames;
        in_a_piece(take);
        while (!mirror_is_done(&m)) {
            change_console(); // changes belong to the next frame
            in_a_piece(send_piece);
        }
        assert_in_range(terminal.frames - frames, 0, 1);
        expect_shown(cells);
    }
}

static void
scrolls_are_sent_as_scrolls(void **state) {
    (void) state;
    for (int row = 0; row < CONSOLE_ROWS; ++row) {
        console_printf("this is line %d of many that look alike\n", row);
    }
    take();
    while (!mirror_is_done(&m)) {
        mirror_send(&m);
    }
    const size_t before = terminal.sent;
    console_printf("one more\n");
    take();
    while (!mirror_is_done(&m)) {
        mirror_send(&m);
    }
    assert_in_range(terminal.sent - before, 1, 100);
}

static void
empty_frames_report_a_screen_at_rest(void **state) {
    (void) state;
    take();
    while (!mirror_is_done(&m)) {
        mirror_send(&m);
    }
    const size_t before = terminal.sent;
    for (int i = 0; i < 3 * MIRROR_RESTS; ++i) {
        take();
        assert_true(mirror_is_done(&m));
    }
    assert_int_equal(terminal.sent - before, 3 * 2 * MARK_SIZE);
}

static void
unprintable_characters_become_question_marks_or_blanks(void **state) {
    (void) state;
    console[0] = CONSOLE_NORMAL | '\033';
    console[1] = CONSOLE_NORMAL | '\0';
    console[2] = CONSOLE_NORMAL | 0xDB;
    take();
    while (!mirror_is_done(&m)) {
        mirror_send(&m);
    }
    assert_int_equal(terminal.cells[0], CONSOLE_NORMAL | '?');
    assert_int_equal(terminal.cells[1], CONSOLE_NORMAL | ' ');
    assert_int_equal(terminal.cells[2], CONSOLE_NORMAL | '?');
}

int
main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_terminal_shows_each_frame_whole, set_up),
        cmocka_unit_test_setup(scrolls_are_sent_as_scrolls, set_up),
        cmocka_unit_test_setup(empty_frames_report_a_screen_at_rest, set_up),
        cmocka_unit_test_setup(unprintable_characters_become_question_marks_or_blanks, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
