// console.c: the bytes are a cursor position, which may be one that no honest program stores, and
// text with escape sequences. Printing touches nothing outside the cells, and the sequences change
// only colours: without them, the same characters are in the same places.

#include "test.h"
#include "fuzz.h"
#include "simulated-console.h"

#define TEXT_MAX 4000

// without_sequences(text, stripped)
//    Leaves out the escape sequences (ECMA-48, 5.4) that our console knows: ESC with the byte after
//    it; and if that is [, the digits and semicolons that follow, and the byte that ends them.
static void
without_sequences(const char *text, char *stripped) {
    while (*text != '\0') {
        if (*text != '\033') {
            *stripped++ = *text++;
            continue;
        }
        ++text;
        if (*text == '[') {
            text += 1 + strspn(text + 1, "0123456789;");
        }
        text += *text != '\0';
    }
    *stripped = '\0';
}

static void
print(const char *text, int cursor, int at) {
    console_reset();
    cursorpos = cursor;
    if (at < 0) {
        console_printf("%s", text);
        assert_in_range(cursorpos, 0, CONSOLE_CELLS);
    } else {
        int end = console_printf_at(at, "%s", text);
        assert_true(end == at || (end >= 0 && end <= CONSOLE_CELLS));
        assert_int_equal(cursorpos, cursor);
        cursorpos = end; // to compare
    }
    expect_guards_intact();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    int numbers[2] = {0, 0};
    if (size < sizeof(numbers)) {
        return 0;
    }
    host_memcpy(numbers, data, sizeof(numbers));
    int cursor = data[3] & 1 ? numbers[0] : numbers[0] & 0x7FF;
    int at = data[7] & 1 ? -1 : data[7] & 2 ? numbers[1] : numbers[1] & 0x7FF;

    char text[TEXT_MAX + 1], stripped[TEXT_MAX + 1];
    size_t length = size - sizeof(numbers) < TEXT_MAX ? size - sizeof(numbers) : TEXT_MAX;
    host_memcpy(text, data + sizeof(numbers), length);
    text[length] = '\0';
    without_sequences(text, stripped);

    print(text, cursor, at);
    static uint16_t cells[CONSOLE_CELLS];
    for (int i = 0; i < CONSOLE_CELLS; ++i) {
        cells[i] = console[i];
        assert_true(cells[i] >> 8 < 0x80); // no bright background, which may blink
    }
    int end = cursorpos;

    print(stripped, cursor, at);
    assert_int_equal(cursorpos, end);
    for (int i = 0; i < CONSOLE_CELLS; ++i) {
        if ((uint8_t) console[i] != (uint8_t) cells[i]) {
            fail_msg("row %d column %d: expected character %#x, saw %#x", CROW(i), CCOL(i),
                     console[i] & 0xFF, cells[i] & 0xFF);
        }
    }
    return 0;
}
