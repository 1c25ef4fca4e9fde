// monitor.c: QEMU's monitor protocol (QMP), and the watch over the guest.
//
// QMP is one JSON object a line, in both directions. QEMU greets with its version; every question
// carries a name, "id", that comes back with the answer; events come in between. We look for the
// few words that we need, and leave the rest unread.
//
// A kernel that lives counts `ticks`, at TICKS_ADDR, up HZ times a second. It is looked at twice a
// second. What is counted is looks, not time, and those alone before which QEMU has worked, or had
// nothing to do: so a busy or sleeping host does not matter.

#include "memory-layout.h"
#include "run.h"
#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOOK_INTERVAL 500    // milliseconds
#define STILL_LOOKS 5        // that make a guest wedged
#define STILL_LOOKS_BOOT 120 // the same before the kernel's first word in the log
#define UNANSWERED_LOOKS 120 // that make QEMU silent
#define LOOK_WORK 400        // milliseconds of processor time that make a look count,
#define IDLE_WORK 10         // or so few that QEMU had nothing to do

#define FLAG_INTERRUPTS 0x200 // in the processor's flags

static void take_line(struct monitor *monitor, int fd, const char *line);

bool
monitor_read(struct monitor *monitor, int fd) {
    char data[4096];
    ssize_t n = read(fd, data, sizeof(data));
    for (ssize_t i = 0; i < n; ++i) {
        if (data[i] == '\n') {
            monitor->line[monitor->line_length] = '\0';
            take_line(monitor, fd, monitor->line);
            monitor->line_length = 0;
        } else if (monitor->line_length < sizeof(monitor->line) - 1) { // of a longer one, the start
            monitor->line[monitor->line_length++] = data[i];
        }
    }
    return n > 0;
}

// ask(fd, question)
//    Is lost if QEMU does not read; then it has ended, or becomes silent.
static void
ask(int fd, const char *question) {
    send(fd, question, strlen(question), MSG_DONTWAIT);
}

// ask_for_text(fd, id, command)
//    Asks with a command of the monitor for people.
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
    monitor->worked = worked;
    if (now < monitor->next_look) {
        return;
    }
    monitor->next_look = now + LOOK_INTERVAL;
    monitor->silent = ++monitor->unanswered > UNANSWERED_LOOKS;
    if (monitor->major_version > 0 && !monitor->asked) {
        char command[32];
        monitor->asked = true;
        ask(fd, "{\"execute\": \"query-status\", \"id\": \"status\"}\n");
        snprintf(command, sizeof(command), "xp /1gx %#x", TICKS_ADDR); // one 8-byte word there
        ask_for_text(fd, "ticks", command);
        ask_for_text(fd, "registers", "info registers"); // its answer ends the look
    }
}

void
monitor_end_qemu(struct monitor *monitor, int fd) {
    if (!monitor->ending) {
        monitor->ending = true;
        ask(fd, "{\"execute\": \"quit\"}\n");
    }
}

static void take_version(struct monitor *monitor, const char *major, const char *minor);
static void take_ticks(struct monitor *monitor, const char *answer);
static void take_registers(struct monitor *monitor, const char *answer);
static void take_length(struct monitor *monitor, const char *answer);

static void
take_line(struct monitor *monitor, int fd, const char *line) {
    const char *version = strstr(line, "\"major\": ");
    if (strstr(line, "\"QMP\"") && version) {
        take_version(monitor, version, strstr(line, "\"minor\": "));
        // Before this, QEMU answers nothing, and reports no event.
        ask(fd, "{\"execute\": \"qmp_capabilities\"}\n");
        if (monitor->starts_guest) {
            ask(fd, "{\"execute\": \"cont\"}\n");
        }
    } else if (strstr(line, "\"event\": \"SHUTDOWN\"") && !monitor->shut_down) {
        monitor->shut_down = true;
        monitor->reset = strstr(line, "\"guest-reset\"") != NULL;
        ask_for_text(fd, "length", "info replay"); // if it stays, it answers
        ask_for_text(fd, "registers", "info registers");
    } else if (strstr(line, "\"id\": \"status\"")) {
        monitor->running = strstr(line, "\"running\": true") != NULL;
    } else if (strstr(line, "\"id\": \"ticks\"")) {
        take_ticks(monitor, line);
    } else if (strstr(line, "\"id\": \"registers\"")) {
        take_registers(monitor, line);
    } else if (strstr(line, "\"id\": \"length\"")) {
        take_length(monitor, line);
    }
}

// take_version(monitor, major, minor)
//    The greeting contains "minor": 2, and "major": 7.
static void
take_version(struct monitor *monitor, const char *major, const char *minor) {
    monitor->major_version = atoi(major + strlen("\"major\": "));
    snprintf(monitor->version, sizeof(monitor->version), "%d.%d", monitor->major_version,
             minor ? atoi(minor + strlen("\"minor\": ")) : 0);
}

// look_counts(monitor)
//    Has QEMU had the time to do something since the last look that counted?
static bool
look_counts(const struct monitor *monitor) {
    long work = monitor->worked - monitor->worked_at;
    return monitor->worked < 0 || work >= LOOK_WORK || work < IDLE_WORK;
}

static bool
is_file_empty(const char *path) {
    struct stat status;
    return stat(path, &status) != 0 || status.st_size == 0;
}

// take_ticks(monitor, answer)
//    The answer contains "0000000000040000: 0x0000000000000123".
static void
take_ticks(struct monitor *monitor, const char *answer) {
    const char *value = strstr(answer, ": 0x");
    uint64_t counted = value ? strtoull(value + 2, NULL, 16) : 0;
    bool restarted = counted < monitor->counted;
    monitor->moving = counted != monitor->counted;
    monitor->ticks += restarted ? counted : counted - monitor->counted;
    monitor->counted = counted;
}

// end_look(monitor)
//    All has been answered: does the guest live?
static void
end_look(struct monitor *monitor) {
    bool booting = monitor->counted == 0 && is_file_empty(in_directory(LOG_FILE));
    bool kernel_starts = monitor->booting && !booting;
    if (monitor->moving || !monitor->running || kernel_starts) {
        monitor->still = 0;
        monitor->worked_at = monitor->worked;
    } else if (look_counts(monitor)) {
        monitor->still += 1;
        monitor->worked_at = monitor->worked;
    }
    monitor->booting = booting;
    monitor->wedged = monitor->still >= (booting ? STILL_LOOKS_BOOT : STILL_LOOKS);
    monitor->unanswered = 0;
    monitor->asked = false;
    monitor->looks += 1;
}

// register_in(answer, names)
//    The value behind the first of these names, each like "RIP=", that the answer contains.
static uint64_t
register_in(const char *answer, const char *const names[]) {
    for (; *names; ++names) {
        const char *found = strstr(answer, *names);
        if (found) {
            return strtoull(found + strlen(*names), NULL, 16);
        }
    }
    return 0;
}

// take_registers(monitor, answer)
//    The answer contains "RIP=0000000000040123", or EIP= before 64-bit mode, and so on.
static void
take_registers(struct monitor *monitor, const char *answer) {
    monitor->processor.rip = register_in(answer, (const char *const[]) {"RIP=", "EIP=", NULL});
    monitor->processor.rsp = register_in(answer, (const char *const[]) {"RSP=", "ESP=", NULL});
    monitor->processor.cr2 = register_in(answer, (const char *const[]) {"CR2=", NULL});
    bool halted = register_in(answer, (const char *const[]) {"HLT=", NULL}) != 0;
    uint64_t flags = register_in(answer, (const char *const[]) {"RFL=", "EFL=", NULL});
    monitor->waits = halted && (flags & FLAG_INTERRUPTS) != 0;
    if (monitor->shut_down) {
        monitor->over = true;
    } else {
        end_look(monitor);
    }
}

// take_length(monitor, answer)
//    The answer contains "instruction count = 7157810".
static void
take_length(struct monitor *monitor, const char *answer) {
    const char *words = "instruction count = ", *count = strstr(answer, words);
    monitor->length = count ? strtoull(count + strlen(words), NULL, 10) : 0;
}
