// monitor.c: QEMU's monitor protocol (QMP): one JSON object per line, in both directions. QEMU's
// greeting has its version. Each question has an "id", which its answer repeats; events come in
// between. The tool ignores all other lines.

#include "monitor.h"
#include "directory.h"
#include "json.h"
#include "memory-layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOOK_INTERVAL 500    // milliseconds
#define UNANSWERED_LOOKS 120 // after so many, QEMU counts as silent

#define FLAG_INTERRUPTS 0x200 // in the processor's flags

static void take_line(struct monitor *monitor, int fd, const char *line);

bool
monitor_read(struct monitor *monitor, int fd) {
    char data[4096];
    ssize_t n = read(fd, data, sizeof(data));
    for (ssize_t i = 0; i < n; ++i) {
        bool fits = monitor->line_length < sizeof(monitor->line);
        if (fits) {
            monitor->line[monitor->line_length] = data[i] == '\n' ? '\0' : data[i];
        }
        if (data[i] != '\n') {
            monitor->line_length += 1;
            continue;
        }
        if (fits && json_is_object(monitor->line, monitor->line_length)) {
            take_line(monitor, fd, monitor->line);
        }
        monitor->line_length = 0;
    }
    return n > 0;
}

// ask(fd, question)
//    Sends a question. If QEMU does not read it, it is lost; then QEMU has ended, or counts as
//    silent.
static void
ask(int fd, const char *question) {
    send(fd, question, strlen(question), MSG_DONTWAIT);
}

// ask_for_text(fd, id, command)
//    Asks with a command of QEMU's monitor for people. The answer is a text.
static void
ask_for_text(int fd, const char *id, const char *command) {
    char question[256];
    snprintf(question, sizeof(question),
             "{\"execute\": \"human-monitor-command\", \"id\": \"%s\","
             " \"arguments\": {\"command-line\": \"%s\"}}\n",
             id, command);
    ask(fd, question);
}

void
monitor_look(struct monitor *monitor, int fd, long now, long worked) {
    monitor->sight.worked = worked;
    if (now < monitor->next_look) {
        return;
    }
    monitor->next_look = now + LOOK_INTERVAL;
    monitor->silent = ++monitor->unanswered > UNANSWERED_LOOKS;
    if (monitor->major_version > 0 && !monitor->asked) {
        char command[32];
        monitor->asked = true;
        ask(fd, "{\"execute\": \"query-status\", \"id\": \"status\"}\n");
        snprintf(command, sizeof(command), "xp /1gx %#x", TICKS_ADDR); // the 8-byte word there
        ask_for_text(fd, "ticks", command);
        ask_for_text(fd, "registers", "info registers"); // its answer ends the look
    }
}

unsigned
monitor_look_soon(struct monitor *monitor) {
    monitor->next_look = 0;
    return monitor->heartbeat.looks + monitor->asked + 1; // an open look began before
}

void
monitor_end_qemu(struct monitor *monitor, int fd) {
    if (!monitor->ending) {
        monitor->ending = true;
        ask(fd, "{\"execute\": \"quit\"}\n");
    }
}

static void take_greeting(struct monitor *monitor, int fd, const char *version);
static void take_shutdown(struct monitor *monitor, int fd, const char *reason);
static void take_registers(struct monitor *monitor, const char *text);
static uint64_t number_in(const char *text, const char *words, int base);

static void
take_line(struct monitor *monitor, int fd, const char *line) {
    const char *version = json_at(line, "QMP.version.qemu"), *id = json_at(line, "id");
    const char *answer = json_at(line, "return");
    char text[sizeof(monitor->line)];
    json_text(answer, text, sizeof(text));
    if (version) {
        take_greeting(monitor, fd, version);
    } else if (json_is_string(json_at(line, "event"), "SHUTDOWN")) {
        take_shutdown(monitor, fd, json_at(line, "data.reason"));
    } else if (json_is_string(id, "status")) {
        monitor->sight.running = json_is_true(json_at(answer, "running"));
    } else if (json_is_string(id, "ticks")) { // 0000000000040000: 0x0000000000000123
        monitor->sight.counted = number_in(text, ": 0x", 16);
    } else if (json_is_string(id, "registers")) {
        take_registers(monitor, text);
    } else if (json_is_string(id, "length")) {
        monitor->length = number_in(text, "instruction count = ", 10);
    }
}

// take_greeting(monitor, fd, version)
//    Answers the greeting; until then, QEMU answers no question and reports no event.
static void
take_greeting(struct monitor *monitor, int fd, const char *version) {
    int major = json_number(json_at(version, "major"));
    int minor = json_number(json_at(version, "minor"));
    if (major > 0 && minor >= 0) {
        monitor->major_version = major;
        snprintf(monitor->version, sizeof(monitor->version), "%d.%d", major, minor);
        ask(fd, "{\"execute\": \"qmp_capabilities\"}\n");
        if (monitor->starts_guest) {
            ask(fd, "{\"execute\": \"cont\"}\n");
        }
    }
}

static void
take_shutdown(struct monitor *monitor, int fd, const char *reason) {
    if (!monitor->shut_down) {
        monitor->shut_down = true;
        monitor->reset = json_is_string(reason, "guest-reset");
        ask_for_text(fd, "length", "info replay"); // answered only if QEMU stays
        ask_for_text(fd, "registers", "info registers");
    }
}

// number_in(text, words, base)
//    The number after the first occurrence of `words`; 0 if there is none.
static uint64_t
number_in(const char *text, const char *words, int base) {
    const char *found = strstr(text, words);
    return found ? strtoull(found + strlen(words), NULL, base) : 0;
}

static bool
is_file_empty(const char *path) {
    struct stat status;
    return stat(path, &status) != 0 || status.st_size == 0;
}

static void end_look(struct monitor *monitor);

// take_registers(monitor, text)
//    Takes the registers from a text like "RIP=0000000000040123", with EIP= before 64-bit mode.
static void
take_registers(struct monitor *monitor, const char *text) {
    monitor->processor.rip = number_in(text, "IP=", 16);
    monitor->processor.rsp = number_in(text, "SP=", 16);
    monitor->processor.cr2 = number_in(text, "CR2=", 16);
    bool halted = number_in(text, "HLT=", 10) != 0;
    monitor->waits = halted && (number_in(text, "FL=", 16) & FLAG_INTERRUPTS) != 0;
    if (monitor->shut_down) {
        monitor->over = true;
    } else {
        end_look(monitor);
    }
}

static void
end_look(struct monitor *monitor) {
    struct sight *sight = &monitor->sight;
    sight->booting = sight->counted == 0 && is_file_empty(in_directory(LOG_FILE));
    heartbeat_look(&monitor->heartbeat, *sight);
    monitor->unanswered = 0;
    monitor->asked = false;
}
