// test-pipe-streams.c: bytes come out of the pipe in the order they went in, each exactly once, with
// one writer and reader or with several, and with transfers of all sizes.

#include "stream.h"
#include "test.h"

#define STREAM 100000 // bytes

static void
write_stream(void) {
    srand(1);
    for (unsigned done = 0; done < STREAM;) {
        size_t size = min(rand_range(1, sizeof(out)), STREAM - done);
        fill_out(done, size);
        ssize_t n = sys_pipewrite(out, size);
        check(n >= 1 && (size_t) n <= size);
        done += n;
    }
}

static void
a_long_stream_arrives_in_order(void) {
    pid_t writer = in_child(write_stream);
    srand(2);
    for (unsigned done = 0; done < STREAM;) {
        ssize_t n = sys_piperead(in, rand_range(1, sizeof(in)));
        check(n >= 1 && n <= PIPE_SIZE);
        check_in(done, n);
        done += n;
    }
    finish(writer);
}


// Several writers: each byte has its writer in its high bits, and a count in its low bits.
#define NPEERS 4
#define BYTES_OF_PEER 5000
#define COUNT_MASK 0x3F

static int me; // 0 to NPEERS - 1

static void
write_as_me(void) {
    srand(me);
    for (int done = 0; done < BYTES_OF_PEER;) {
        int size = min(rand_range(1, 300), BYTES_OF_PEER - done);
        for (int i = 0; i < size; ++i) {
            out[i] = (char) (me << 6 | ((done + i) & COUNT_MASK));
        }
        done += sys_pipewrite(out, size);
    }
}

static int counts[NPEERS]; // bytes that this process has read, by writer

// read_some(total, alone)
//    Reads `total` bytes and counts them by writer. Each call returns a piece of the stream, in
//    which each writer's bytes count up; if there is no other reader, they count up from call to
//    call, too.
static void
read_some(int total, bool alone) {
    enum { UNKNOWN = -1 };
    int next[NPEERS] = {0};
    for (ssize_t n; total > 0; total -= n) {
        for (int i = 0; i < NPEERS && !alone; ++i) {
            next[i] = UNKNOWN;
        }
        n = sys_piperead(in, min(rand_range(1, 300), total));
        check(n > 0);
        for (ssize_t i = 0; i < n; ++i) {
            int writer = in[i] >> 6 & 3, counter = in[i] & COUNT_MASK;
            check(next[writer] == UNKNOWN || next[writer] == counter);
            next[writer] = (counter + 1) & COUNT_MASK;
            ++counts[writer];
        }
    }
}

static void
start_writers(pid_t writers[NPEERS]) {
    for (me = 0; me < NPEERS; ++me) {
        writers[me] = in_child(write_as_me);
    }
}

static void
finish_peers(pid_t peers[NPEERS]) {
    for (int i = 0; i < NPEERS; ++i) {
        finish(peers[i]);
    }
}

static void
each_writers_bytes_arrive_in_order(void) {
    pid_t writers[NPEERS];
    start_writers(writers);
    read_some(NPEERS * BYTES_OF_PEER, true);
    finish_peers(writers);
    for (int i = 0; i < NPEERS; ++i) {
        check_equal(counts[i], BYTES_OF_PEER);
    }
}

static void
read_as_me(void) {
    srand(me + NPEERS);
    read_some(BYTES_OF_PEER, false);
    for (int i = 0; i < NPEERS; ++i) {
        shared_add(i, counts[i]);
    }
}

static void
several_readers_and_writers_lose_nothing(void) {
    pid_t writers[NPEERS], readers[NPEERS];
    start_writers(writers);
    for (me = 0; me < NPEERS; ++me) {
        readers[me] = in_child(read_as_me);
    }
    finish_peers(writers);
    finish_peers(readers);
    for (int i = 0; i < NPEERS; ++i) {
        check_equal(shared->value[i], BYTES_OF_PEER);
    }
}

void
process_main(void) {
    static const struct test tests[] = {
        TEST(a_long_stream_arrives_in_order),
        TEST(each_writers_bytes_arrive_in_order),
        TEST(several_readers_and_writers_lose_nothing),
    };
    run_tests(tests, ARRAY_SIZE(tests));
}
