// pipe-judge.c: knows what every writer writes, byte by byte, and whether the readers get it: each
// byte once, those of one writer in order, those of one call together.
//
// Writer number w (0, 1, 2) writes bytes from w * period up to (w + 1) * period, so each byte says
// who wrote it. If there is one reader, it must get the bytes of each writer in order. They follow
// each other without a pattern, so that a few of them show which piece it got instead. If there are
// several readers, a reader misses what others get. Then each byte is the previous one plus 1, so
// that the bytes of one call show that they are one piece of the stream; and if no writer writes
// more than a period, no byte comes twice.

#include "pipe-judge.h"
#include "math.h"
#include "pipe-state.h"
#include "string.h"

#define MAX_WRITERS 3
#define NOTHING ((size_t) -1)

typedef uint8_t bitmap[MAX_LIMIT / 8 + 1];

static struct writer {
    pid_t pid;
    size_t written, read;
    size_t last[MAX_ACTORS + 1]; // by reader: the position, modulo the period, that it saw last
    bitmap call_ends;            // positions where a call ended, and the next one began
    bitmap turns;                // positions where another writer's bytes began or ended
} writers[MAX_WRITERS];

static unsigned nwriters, nreaders;
static size_t period;
static bool every_byte_once; // no writer writes more than a period
static unsigned counts[256]; // how often each byte was read
static struct place {
    struct writer *writer; // NULL: none
    size_t position;       // in the bytes that it writes
} previous;                // the byte that was read last

// byte_at(w, position)
//    The byte that `w` writes at this position.
static unsigned char
byte_at(const struct writer *w, size_t position) {
    uint64_t n = position;
    if (nreaders == 1) {
        n = (n + 1) * 0x9E3779B97F4A7C15;
        n = (n ^ n >> 29) * 0xBF58476D1CE4E5B9 >> 32;
    }
    return (unsigned char) ((size_t) (w - writers) * period + n % period);
}

static void
set_bit(bitmap bits, size_t n) {
    if (n / 8 < sizeof(bitmap)) {
        bits[n / 8] |= (uint8_t) (1U << n % 8);
    }
}

static bool
get_bit(const bitmap bits, size_t n) {
    return n / 8 < sizeof(bitmap) && (bits[n / 8] & 1U << n % 8) != 0;
}

void
judge_begin(const scene *s, unsigned actors) {
    memset(writers, 0, sizeof(writers));
    memset(counts, 0, sizeof(counts));
    nwriters = 0;
    for (pid_t pid = 1; pid <= (pid_t) actors; ++pid) {
        if (s->writers & 1U << pid) {
            writers[nwriters++].pid = pid;
        }
    }
    for (unsigned i = 0; i < nwriters; ++i) {
        memset(writers[i].last, 0xFF, sizeof(writers[i].last)); // NOTHING
        set_bit(writers[i].call_ends, 0);
    }
    nreaders = actors - nwriters;
    period = JUDGE_BYTES / nwriters;
    every_byte_once = s->limit <= period;
    previous.writer = NULL;
}

static struct writer *
writer_of(pid_t pid) {
    for (unsigned i = 0; i < nwriters; ++i) {
        if (writers[i].pid == pid) {
            return &writers[i];
        }
    }
    return NULL;
}

void
judge_fill(pid_t pid, char *address, size_t size) {
    const struct writer *w = writer_of(pid);
    for (size_t i = 0; i < size; ++i) {
        address[i] = (char) byte_at(w, w->written + i);
    }
}

void
judge_write(pid_t pid, size_t n) {
    struct writer *w = writer_of(pid);
    w->written += n;
    set_bit(w->call_ends, w->written);
}

static bool is_in_order(const struct writer *w, pid_t reader, unsigned char byte);
static void out_of_order(const struct writer *w, pid_t reader, const unsigned char *bytes, size_t n,
                         size_t on_their_way) never_returns;
static void check_turn(struct writer *w, size_t position);

void
judge_read(pid_t reader, const unsigned char *bytes, size_t n, size_t on_their_way) {
    if (nreaders > 1) {
        previous.writer = NULL; // other readers may have read in between
        for (unsigned i = 0; i < nwriters && !every_byte_once; ++i) {
            writers[i].last[reader] = NOTHING;
        }
    }
    for (size_t i = 0; i < n; ++i) {
        if (bytes[i] >= nwriters * period) {
            referee_fail("strange", "reader=%d index=%zu byte=%u", reader, i, bytes[i]);
        }
        struct writer *w = &writers[bytes[i] / period];
        size_t seen = bytes[i] % period;
        if (!is_in_order(w, reader, bytes[i])) {
            out_of_order(w, reader, bytes + i, n - i, on_their_way);
        } else if (++counts[bytes[i]] > 1 && every_byte_once && nreaders > 1) {
            referee_fail("twice", "reader=%d writer=%d position=%zu", reader, w->pid, seen);
        }
        if (nreaders == 1 || every_byte_once) {
            check_turn(w, nreaders == 1 ? w->read : seen);
        }
        w->last[reader] = seen;
        w->read += 1;
    }
    if (judge_total_read() > judge_total_written() + on_their_way) {
        referee_fail("surplus", "reader=%d written=%zu read=%zu", reader,
                     judge_total_written() + on_their_way, judge_total_read());
    }
}

// is_in_order(w, reader, byte)
//    May `reader` get `byte` as the next one of `w`?
static bool
is_in_order(const struct writer *w, pid_t reader, unsigned char byte) {
    size_t seen = byte % period, last = w->last[reader];
    if (nreaders == 1) {
        return byte == byte_at(w, w->read);
    } else if (last == NOTHING) {
        return true;
    }
    return every_byte_once ? seen > last : seen == (last + 1) % period;
}

static long
distance_of(long a, long b) {
    return a < b ? b - a : a - b;
}

// out_of_order(w, reader, bytes, n, on_their_way)
//    Reports which `n` bytes `reader` got instead of the next of `w`: the nearest piece of what `w`
//    writes that is like the first few of them; position -1 if there is none.
static void
out_of_order(const struct writer *w, pid_t reader, const unsigned char *bytes, size_t n,
             size_t on_their_way) {
    long found = -1, wanted = (long) w->read;
    for (size_t position = 0; position < w->written + on_their_way; ++position) {
        size_t alike = 0;
        while (alike < min(n, 4) && bytes[alike] == byte_at(w, position + alike)) {
            ++alike;
        }
        long distance = distance_of((long) position, wanted);
        if (alike == min(n, 4) && (found < 0 || distance < distance_of(found, wanted))) {
            found = (long) position;
        }
    }
    referee_fail("order", "reader=%d writer=%d readers=%u position=%ld found=%ld", reader, w->pid,
                 nreaders, wanted, found);
}

// check_turn(w, position)
//    If the bytes of another writer end here, and those of `w` begin, notes it for judge_end, which
//    knows where calls ended.
static void
check_turn(struct writer *w, size_t position) {
    if (previous.writer != NULL && previous.writer != w) {
        set_bit(previous.writer->turns, previous.position + 1);
        set_bit(w->turns, position);
    }
    previous = (struct place) {w, position};
}

size_t
judge_written(pid_t pid) {
    return writer_of(pid)->written;
}

size_t
judge_total_written(void) {
    size_t sum = 0;
    for (unsigned i = 0; i < nwriters; ++i) {
        sum += writers[i].written;
    }
    return sum;
}

size_t
judge_total_read(void) {
    size_t sum = 0;
    for (unsigned i = 0; i < nwriters; ++i) {
        sum += writers[i].read;
    }
    return sum;
}

bool
judge_all_is_read(void) {
    for_each_actor(a, pid) {
        if (a->writes && !a->finished) {
            return false;
        }
    }
    return judge_total_read() == judge_total_written();
}

void
judge_end(void) {
    for (unsigned i = 0; i < nwriters; ++i) {
        const struct writer *w = &writers[i];
        for (size_t p = 0; p < period && nreaders > 1; ++p) {
            size_t expected = w->written / period + (p < w->written % period);
            size_t seen = counts[i * period + p];
            if (seen != expected) {
                referee_fail("count", "writer=%d position=%zu period=%zu expected=%zu seen=%zu",
                             w->pid, p, period, expected, seen);
            }
        }
        for (size_t p = 0; p < MAX_LIMIT; ++p) {
            if (get_bit(w->turns, p) && !get_bit(w->call_ends, p)) {
                referee_fail("mixed", "writer=%d position=%zu", w->pid, p);
            }
        }
    }
}
