// monitor-test.c: what tools/run makes of what QEMU says, and of what else may come.

#include "test.h"
#include "directory.h"
#include "monitor.h"
#include "string.h"

#include <sys/socket.h>
#include <unistd.h>

// There is no directory with a log.
char *
in_directory(const char *file) {
    static char nowhere[] = "";
    (void) file;
    return nowhere;
}

static struct monitor monitor;
static int tool, qemu; // the ends of the line between them

static int
connect_both(void **state) {
    (void) state;
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
        return -1;
    }
    tool = ends[0], qemu = ends[1];
    memset(&monitor, 0, sizeof(monitor));
    return 0;
}

static int
disconnect_both(void **state) {
    (void) state;
    return close(tool) + close(qemu);
}

// hear(text)
//    QEMU says that.
static void
hear(const char *text) {
    for (size_t rest = strlen(text); rest > 0;) {
        size_t part = rest < 1000 ? rest : 1000;
        assert_int_equal(write(qemu, text, part), part);
        assert_true(monitor_read(&monitor, tool));
        text += part;
        rest -= part;
    }
}

#define GREETING "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 1, \"minor\": 2, \"major\": 7}}}}\r\n"
#define SHUTDOWN "{\"event\": \"SHUTDOWN\", \"data\": {\"guest\": true, \"reason\": \"guest-reset\"}}\r\n"
#define RUNNING "{\"return\": {\"status\": \"running\", \"running\": true}, \"id\": \"status\"}\r\n"
#define TICKS "{\"return\": \"0000000000040000: 0x0000000000000123\\r\\n\", \"id\": \"ticks\"}\r\n"
#define REGISTERS \
    "{\"return\": \"RIP=0000000000040123 RFL=00000246 HLT=1\\r\\nRSP=0000000000080000 CR2=0000000000000008\", " \
    "\"id\": \"registers\"}\r\n"

// look(ticks, worked)
//    The tool asks how the guest is, and QEMU answers. worked: QEMU's processor time.
static void
look(const char *ticks, long worked) {
    static long now;
    monitor_look(&monitor, tool, now += 1000, worked);
    hear(RUNNING);
    hear(ticks);
    hear(REGISTERS);
}

static void
the_greeting_has_the_version(void **state) {
    (void) state;
    hear(GREETING);
    assert_int_equal(monitor.major_version, 7);
    assert_string_equal(monitor.version, "7.2");
}

static void
a_greeting_without_a_version_is_none(void **state) {
    (void) state;
    hear("{\"QMP\": {\"major\": 7, \"minor\": 2, \"version\": {\"package\": \"\\\"major\\\": 7\"}}}\n");
    hear("{\"QMP\": {\"version\": {\"qemu\": {\"minor\": 2, \"major\": \"7\"}}}}\n");
    hear("{\"QMP\": {\"version\": {\"qemu\": {\"minor\": 2, \"major\": 4294967303}}}}\n");
    assert_int_equal(monitor.major_version, 0);
}

static void
a_look_takes_in_ticks_and_registers(void **state) {
    (void) state;
    hear(GREETING);
    look(TICKS, 0);
    assert_int_equal(monitor.heartbeat.looks, 1);
    assert_int_equal(monitor.heartbeat.ticks, 0x123);
    assert_int_equal(monitor.processor.rip, 0x40123);
    assert_int_equal(monitor.processor.rsp, 0x80000);
    assert_int_equal(monitor.processor.cr2, 8);
    assert_true(monitor.waits);
}

static void
lines_come_in_any_pieces(void **state) {
    (void) state;
    static const char all[] = GREETING SHUTDOWN REGISTERS;
    for (size_t i = 0; all[i] != '\0'; ++i) {
        hear((char[]) {all[i], '\0'});
    }
    assert_true(monitor.over);
    assert_true(monitor.reset);
}

static void
an_event_in_a_text_or_deeper_down_is_none(void **state) {
    (void) state;
    hear(GREETING);
    hear("{\"return\": \"\\\"event\\\": \\\"SHUTDOWN\\\"\", \"id\": \"other\"}\n");
    hear("{\"return\": {\"event\": \"SHUTDOWN\"}, \"id\": \"other\"}\n");
    hear("{\"event\": \"STOP\", \"data\": {\"event\": \"SHUTDOWN\"}}\n");
    hear(REGISTERS);
    assert_false(monitor.over);
    assert_int_equal(monitor.heartbeat.looks, 1);
}

static void
an_answer_to_another_question_is_none(void **state) {
    (void) state;
    hear(GREETING);
    hear("{\"return\": \"\\\"id\\\": \\\"ticks\\\" 40000: 0x7\", \"id\": \"other\"}\n");
    hear("{\"return\": {\"id\": \"ticks\"}, \"data\": \": 0x7\"}\n");
    look("{\"error\": {\"desc\": \"0x40000: 0x7\"}, \"id\": \"ticks\"}\n", 0);
    assert_int_equal(monitor.heartbeat.ticks, 0);
}

static void
a_line_that_is_cut_off_or_too_long_is_left_out(void **state) {
    (void) state;
    static char spaces[sizeof(monitor.line) + 1];
    memset(spaces, ' ', sizeof(spaces) - 1);
    hear(GREETING);
    hear("{\"event\": \"SHUTDOWN\", \"data\": {\n");
    hear("\"event\": \"SHUTDOWN\"}\n");
    hear("{\"event\": \"SHUTDOWN\"}{\n");
    hear(spaces);
    hear(SHUTDOWN);
    assert_false(monitor.shut_down);
    hear(SHUTDOWN);
    assert_true(monitor.shut_down);
}

static void
a_clock_that_stands_still_makes_a_guest_wedged(void **state) {
    (void) state;
    hear(GREETING);
    for (int i = 0; i < 6; ++i) {
        assert_false(monitor.heartbeat.wedged);
        look(TICKS, i * 1000);
    }
    assert_true(monitor.heartbeat.wedged);
}

static void
a_look_does_not_count_if_the_host_was_busy(void **state) {
    (void) state;
    hear(GREETING);
    for (int i = 0; i < 100; ++i) {
        look(TICKS, i == 0 ? 0 : 100); // milliseconds, in which it has done something, and not much
    }
    assert_false(monitor.heartbeat.wedged);
}

int
main(void) {
#define test(name) cmocka_unit_test_setup_teardown(name, connect_both, disconnect_both)
    const struct CMUnitTest tests[] = {
        test(the_greeting_has_the_version),
        test(a_greeting_without_a_version_is_none),
        test(a_look_takes_in_ticks_and_registers),
        test(lines_come_in_any_pieces),
        test(an_event_in_a_text_or_deeper_down_is_none),
        test(an_answer_to_another_question_is_none),
        test(a_line_that_is_cut_off_or_too_long_is_left_out),
        test(a_clock_that_stands_still_makes_a_guest_wedged),
        test(a_look_does_not_count_if_the_host_was_busy),
    };
    return cmocka_run_group_tests_name("monitor", tests, NULL, NULL);
}
