// test-pipe.c: what one call that reads from or writes to the pipe does. A process that waits wakes
// exactly when it can transfer something.

#include "stream.h"
#include "test.h"

static void
a_message_costs_one_call_on_each_side(void) {
    static const size_t sizes[] = {1, 2, 15, 100, 1000, 4095, 4096, 3, 4096, 4000, 200};
    for (size_t i = 0; i < ARRAY_SIZE(sizes); ++i) {
        fill_out(i, sizes[i]);
        memset(in, 0x55, sizeof(in));
        check_equal(sys_pipewrite(out, sizes[i]), sizes[i]);
        check_equal(sys_piperead(in, sizeof(in)), sizes[i]);
        check_in(i, sizes[i]);
        check_equal(in[sizes[i]], 0x55);
    }
}

static void
several_messages_fit_if_they_fit_together(void) {
    fill_out(0, PIPE_SIZE);
    check_equal(sys_pipewrite(out, 1000), 1000);
    check_equal(sys_pipewrite(out + 1000, 3000), 3000);
    check_equal(sys_pipewrite(out + 4000, 96), 96);
    check_equal(sys_piperead(in, sizeof(in)), PIPE_SIZE);
    check_in(0, PIPE_SIZE);
}

static void
a_message_is_read_in_parts(void) {
    fill_out(0, 100);
    check_equal(sys_pipewrite(out, 100), 100);
    check_equal(sys_piperead(in, 30), 30);
    check_equal(sys_piperead(in + 30, 1), 1);
    check_equal(sys_piperead(in + 31, 100), 69);
    check_in(0, 100);
}

static void
write_of_more_than_fits_takes_what_fits(void) {
    fill_out(0, 2 * PIPE_SIZE);
    check_equal(sys_pipewrite(out, 96), 96);
    ssize_t n = sys_pipewrite(out + 96, 2 * PIPE_SIZE - 96);
    check_equal(n, PIPE_SIZE - 96);
    check_equal(sys_piperead(in, sizeof(in)), PIPE_SIZE);
    check_in(0, PIPE_SIZE);
}

static void
calls_of_0_bytes_return_at_once(void) {
    check_equal(sys_piperead(in, 0), 0);
    check_equal(sys_pipewrite(out, PIPE_SIZE), PIPE_SIZE);
    check_equal(sys_pipewrite(out, 0), 0);
    check_equal(sys_piperead(in, 0), 0);
    check_equal(sys_piperead(in, PIPE_SIZE), PIPE_SIZE);
    check_equal(sys_pipewrite(out, 0), 0);
}


static void
read_10(void) {
    ssize_t n = sys_piperead(in, 10);
    check_in(0, n);
    shared_add(0, n);
    shared_add(1, 1);
}

static void
write_10(void) {
    fill_out(0, 10);
    ssize_t n = sys_pipewrite(out, 10);
    shared_add(0, n);
    shared_add(1, 1);
}

static void
reader_sleeps_until_there_is_a_byte(void) {
    pid_t reader = in_child(read_10);
    check(wait_for(reader, BLOCKED));
    check_equal(sys_pipewrite(in, 0), 0);
    wait_ticks(5);
    check_equal(test_state(reader), BLOCKED);
    fill_out(0, 1);
    check_equal(sys_pipewrite(out, 1), 1);
    finish(reader);
    check_equal(shared->value[0], 1);
}

static void
writer_sleeps_until_there_is_room(void) {
    check_equal(sys_pipewrite(out, PIPE_SIZE), PIPE_SIZE);
    pid_t writer = in_child(write_10);
    check(wait_for(writer, BLOCKED));
    wait_ticks(5);
    check_equal(test_state(writer), BLOCKED);
    check_equal(sys_piperead(in, 1), 1);
    finish(writer);
    check_equal(shared->value[0], 1); // room for one byte, one byte taken

    check_equal(sys_piperead(in, PIPE_SIZE), PIPE_SIZE);
    check_equal(in[PIPE_SIZE - 1], byte(0));
}

// start_4(function)
//    Starts four children, which block.
static void
start_4(pid_t pids[4], void (*function)(void)) {
    for (int i = 0; i < 4; ++i) {
        pids[i] = in_child(function);
        check(wait_for(pids[i], BLOCKED));
    }
}

static int
count_blocked(const pid_t pids[4]) {
    int n = 0;
    for (int i = 0; i < 4; ++i) {
        n += test_state(pids[i]) == BLOCKED;
    }
    return n;
}

static void
one_byte_wakes_one_reader(void) {
    pid_t readers[4];
    start_4(readers, read_10);
    fill_out(0, 1);
    for (int n = 1; n <= 4; ++n) {
        check_equal(sys_pipewrite(out, 1), 1);
        wait_ticks(2);
        check_equal(shared->value[1], n);
        check_equal(count_blocked(readers), 4 - n);
    }
}

static void
many_bytes_wake_all_readers(void) {
    pid_t readers[4];
    start_4(readers, read_10);
    fill_out(0, 10);
    memcpy(out + 10, out, 10);
    memcpy(out + 20, out, 20);
    check_equal(sys_pipewrite(out, 40), 40);
    for (int i = 0; i < 4; ++i) {
        finish(readers[i]);
    }
    check_equal(shared->value[0], 40);
}

static void
room_wakes_as_many_writers_as_it_serves(void) {
    check_equal(sys_pipewrite(out, PIPE_SIZE), PIPE_SIZE);
    pid_t writers[4];
    start_4(writers, write_10);
    check_equal(sys_piperead(in, 20), 20);
    wait_ticks(2);
    check_equal(count_blocked(writers), 2);
    check_equal(shared->value[0], 20);

    check_equal(sys_piperead(in, PIPE_SIZE), PIPE_SIZE);
    for (int i = 0; i < 4; ++i) {
        finish(writers[i]);
    }
    check_equal(sys_piperead(in, PIPE_SIZE), 20);
}

void
process_main(void) {
    static const struct test tests[] = {
        TEST(a_message_costs_one_call_on_each_side),
        TEST(several_messages_fit_if_they_fit_together),
        TEST(a_message_is_read_in_parts),
        TEST(write_of_more_than_fits_takes_what_fits),
        TEST(calls_of_0_bytes_return_at_once),
        TEST(reader_sleeps_until_there_is_a_byte),
        TEST(writer_sleeps_until_there_is_room),
        TEST(one_byte_wakes_one_reader),
        TEST(many_bytes_wake_all_readers),
        TEST(room_wakes_as_many_writers_as_it_serves),
    };
    run_tests(tests, ARRAY_SIZE(tests));
}
