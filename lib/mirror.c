// mirror.c: the console's mirror on a terminal.

#include "mirror.h"
#include "math.h"
#include "printf.h"
#include "string.h"

#define BLANK (CONSOLE_NORMAL | ' ')
#define FRAME_BEGINS "\033[?2026h"
#define FRAME_ENDS "\033[?2026l"

static void send(const mirror *m, const char *format, ...) printf_like(2, 3);

void
mirror_init(mirror *m, void (*put)(char c)) {
    m->put = put;
    m->next = CONSOLE_CELLS + 1;
    m->rests = 0;
    m->scrolls = console_scrolls / 2 * 2;
    for (int i = 0; i < CONSOLE_CELLS; ++i) {
        m->shown[i] = BLANK;
    }
    m->pos = -1;
    m->color = CONSOLE_NORMAL >> 8;
    send(m, "\033[0m\033[2J");
}

bool
mirror_is_done(const mirror *m) {
    return m->next > CONSOLE_CELLS;
}

static void scroll(mirror *m, unsigned rows);

void
mirror_take(mirror *m, const volatile uint16_t *cells) {
    enum { MOST_ROWS = 999 }; // programs can store any number there
    unsigned scrolls = console_scrolls / 2 * 2;
    unsigned rows = cells == console ? (unsigned) min((scrolls - m->scrolls) / 2, MOST_ROWS) : 0;
    m->scrolls = scrolls;
    m->cursor = (int) min((unsigned) console_cursor(), CONSOLE_CELLS - 1); // on the last cell
    memcpy(m->frame, (const void *) cells, sizeof(m->frame)); // volatile: programs store there
    m->rests += 1;
    if (rows > 0 || m->cursor != m->pos || memcmp(m->frame, m->shown, sizeof(m->frame)) != 0) {
        send(m, FRAME_BEGINS);
        scroll(m, rows);
        m->next = m->rests = 0;
    } else if (m->rests == MIRROR_RESTS) {
        send(m, FRAME_BEGINS FRAME_ENDS);
        m->rests = 0;
    }
}

static void send_cell(mirror *m, int pos, uint16_t cell);
static void send_position(mirror *m, int pos);
static void send_color(mirror *m, int color);

void
mirror_send(mirror *m) {
    while (m->next < CONSOLE_CELLS && m->frame[m->next] == m->shown[m->next]) {
        ++m->next;
    }
    if (m->next < CONSOLE_CELLS) {
        send_cell(m, m->next, m->frame[m->next]);
        ++m->next;
    } else if (m->next == CONSOLE_CELLS) {
        send_position(m, m->cursor);
        send(m, FRAME_ENDS);
        ++m->next;
    }
}

// scroll(m, rows)
//    Scrolls the terminal as far as the console's count of scrolled rows says. If the count is
//    wrong, more cells differ.
static void
scroll(mirror *m, unsigned rows) {
    if (rows == 0) {
        return;
    }
    send_color(m, CONSOLE_NORMAL >> 8); // the colour of the new rows
    send(m, "\033[H\033[%uM", rows);
    m->pos = 0;
    for (unsigned i = 0, from = rows * CONSOLE_COLUMNS; i < CONSOLE_CELLS; ++i, ++from) {
        m->shown[i] = from < CONSOLE_CELLS ? m->shown[from] : BLANK;
    }
}

static void
send_cell(mirror *m, int pos, uint16_t cell) {
    enum { SHORT_GAP = 6 }; // as long as the sequence that would skip it
    bool gap = m->pos >= 0 && pos > m->pos && pos - m->pos < SHORT_GAP && CROW(pos) == CROW(m->pos);
    if (gap) {
        send_cell(m, pos - 1, m->shown[pos - 1]);
    } else if (pos != m->pos) {
        send_position(m, pos);
    }
    if (cell >> 8 != m->color) {
        send_color(m, cell >> 8);
    }
    char c = cell & 0xFF;
    m->put(is_printable(c) ? c : c == '\0' ? ' ' : '?');
    m->shown[pos] = cell;
    // Terminals differ in the last column: some wrap, some wait for the next character.
    m->pos = CCOL(pos + 1) == 0 ? -1 : pos + 1;
}

static void
send_position(mirror *m, int pos) {
    send(m, "\033[%d;%dH", CROW(pos) + 1, CCOL(pos) + 1);
    m->pos = pos;
}

// send_color(m, color)
//    `color` is a cell's high byte. ANSI and VGA count colours with red and blue exchanged.
static void
send_color(mirror *m, int color) {
    int foreground = (int) exchange_red_and_blue(color & 7) + (color & 8 ? 90 : 30);
    int background = (int) exchange_red_and_blue(color >> 4 & 7) + (color & 0x80 ? 100 : 40);
    if (color == CONSOLE_NORMAL >> 8) {
        send(m, "\033[0m");
    } else {
        send(m, "\033[0;%d;%dm", foreground, background);
    }
    m->color = color;
}

struct sender {
    struct printer printer;
    const mirror *m;
};

static void
put_in_mirror(struct printer *printer, char c) {
    ((struct sender *) printer)->m->put(c);
}

// send(m, format, ...)
//    Sends a control sequence.
static void
send(const mirror *m, const char *format, ...) {
    struct sender sender = {{put_in_mirror}, m};
    va_list arguments;
    va_start(arguments, format);
    vprinter(&sender.printer, format, arguments);
    va_end(arguments);
}
