// notices.c: takes the guest's notices. A notice is about what follows. What the kernel stored
// before it belongs to the notice before, so that is recorded first.

#include "plugin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The state at the last notice.
static uint64_t ticks = UINT64_MAX;
static uint64_t context = UINT64_MAX; // the process on whose behalf the kernel runs
static uint64_t running;              // the process that runs in user mode, or ran there last
static bool is_in_user_mode;
static bool is_in_call[TRACE_PROCESSES_MAX]; // [pid]: its system call has no result yet
static struct trace_process processes[TRACE_PROCESSES_MAX];
static uint64_t screen[TRACE_CELLS / 4];
static uint64_t screen_changed; // when, in ticks

static bool ended;

static void tell_kinds(const struct trace_mailbox *m);
static void tell_changes(const struct trace_mailbox *m);
static void tell_processes(const struct trace_mailbox *m);
static void tell_screen(const struct trace_mailbox *m);
static void tell_notice(const struct trace_mailbox *m);
static void stop(struct trace_mailbox *m, const char *why);
static void decide_whether_to_stop(struct trace_mailbox *m);

void
notice(struct trace_mailbox *m) {
    if (m->kind == NOTICE_LOG) {
        stores_add_log();
        return;
    } else if (m->kind == NOTICE_KINDS) {
        tell_kinds(m);
        return;
    }
    if (m->kind == NOTICE_START && facts[FACT_PAGES] != 0) {
        stop(m, "the kernel has started anew");
        return;
    } else if (m->kind == NOTICE_START) {
        memcpy(facts, m->values, sizeof(facts));
        problems_start();
    }
    tell_changes(m);
    tell_processes(m);
    if (ticks != m->now) {
        ticks = m->now;
        record("now %lx", ticks);
    }
    if (m->screen_is_new) {
        tell_screen(m);
    }
    tell_notice(m);
    decide_whether_to_stop(m);
}

static void
tell_kinds(const struct trace_mailbox *m) {
    uint64_t first = m->values[0], n = m->values[1];
    record("kinds %lx %.*s", first, (int) n, (const char *) m->kinds);
    problems_learn(first, n, (const uint8_t *) m->kinds);
}

// roots_differ(m)
//    Has a page table come or gone since the last notice?
static bool
roots_differ(const struct trace_mailbox *m) {
    for (size_t pid = 1; pid < TRACE_PROCESSES_MAX; ++pid) {
        const struct trace_process *old = &processes[pid], *new = &m->processes[pid];
        if (!old->program != !new->program || (new->program && old->pagetable != new->pagetable)) {
            return true;
        }
    }
    return false;
}

static void
tell_changes(const struct trace_mailbox *m) {
    bool look_anyway = m->kind == NOTICE_START || m->kind == NOTICE_END;
    if (look_anyway || roots_differ(m) || changes_matter()) {
        walk();
        changes_tell();
        problems_tell(m->kind == NOTICE_END);
    } else {
        changes_tell_log();
    }
    stores_clear();
    if (m->kind == NOTICE_END) {
        changes_tell_counts();
    }
}

// name_of(pointer)
//    A copy of a string in the kernel's memory, which ends a line of the record.
static const char *
name_of(uint64_t pointer) {
    static char name[64];
    const char *s = memory_at(physical(pointer), sizeof(name));
    snprintf(name, sizeof(name), "%s", s ? s : "?");
    for (char *c = name; *c; ++c) {
        *c = *c < ' ' || *c > '~' ? '?' : *c;
    }
    return name;
}

static void
tell_processes(const struct trace_mailbox *m) {
    for (size_t pid = 1; pid < TRACE_PROCESSES_MAX; ++pid) {
        struct trace_process *old = &processes[pid];
        const struct trace_process *new = &m->processes[pid];
        if (old->program && !new->program) {
            record_event("gone %zx", pid);
            old->program = 0;
            is_in_call[pid] = false;
        } else if (new->program && memcmp(old, new, sizeof(*old)) != 0) {
            *old = *new;
            record("state %s", name_of(new->state));
            record_event("process %zx %lx %lx %lx %s", pid, new->pagetable, new->start, new->end,
                         name_of(new->program));
        }
    }
}

static void
tell_row(const uint8_t *cells) {
    char row[81];
    for (size_t i = 0; i < 80; ++i) {
        uint8_t c = cells[2 * i]; // its colour follows
        row[i] = c >= ' ' && c <= '~' ? (char) c : c ? '.' : ' ';
    }
    row[80] = '\0';
    record("text %s", row);
}

// tell_screen(m)
//    Records the rows that have changed, and then, if there are any, the end of the frame.
static void
tell_screen(const struct trace_mailbox *m) {
    bool any = false;
    for (size_t row = 0; row < 25; ++row) {
        const uint64_t *cells = &m->screen[20 * row];
        if (memcmp(&screen[20 * row], cells, 160) != 0) {
            memcpy(&screen[20 * row], cells, 160);
            record("row %zx", row);
            tell_row((const uint8_t *) cells);
            any = true;
        }
    }
    if (any) {
        record_event("screen");
        screen_changed = ticks;
    }
}


static void set_context(uint64_t pid);
static void tell_return(const struct trace_mailbox *m);

static void
tell_notice(const struct trace_mailbox *m) {
    const uint64_t *v = (const uint64_t *) m->values;
    switch (m->kind) {
    case NOTICE_START:
        set_context(0);
        record_events = 0; // the state at the start is not an event
        record("start %lx %lx %lx %lx", v[FACT_DIRECT_MAP], v[FACT_PAGES], v[FACT_VIRTUAL_END],
               v[FACT_HZ]);
        break;
    case NOTICE_SYSCALL:
        set_context(m->pid);
        record_event("syscall %lx %lx %lx %lx", v[0], v[1], v[2], v[3]);
        is_in_call[m->pid % TRACE_PROCESSES_MAX] = true;
        break;
    case NOTICE_EXCEPTION:
        set_context(m->pid);
        record_event("exception %lx %lx %lx %lx", v[0], v[1], v[2], v[3]);
        break;
    case NOTICE_RESULT:
    case NOTICE_RETURN: tell_return(m); break;
    case NOTICE_TICK:
        if (!is_in_user_mode) { // no process is runnable
            set_context(0);
        }
        break;
    case NOTICE_END:
        ended = true;
        record("code %lx", v[0]);
        break;
    }
    is_in_user_mode = m->kind == NOTICE_RESULT || m->kind == NOTICE_RETURN
                      || (m->kind == NOTICE_TICK && is_in_user_mode);
}

static void
set_context(uint64_t pid) {
    if (context != pid) {
        context = pid;
        record("for %lx", pid);
    }
}

static void
tell_return(const struct trace_mailbox *m) {
    if (m->pid != running) {
        running = m->pid;
        record_event("switch %lx", running);
    }
    set_context(m->pid);
    if (is_in_call[m->pid % TRACE_PROCESSES_MAX]) {
        is_in_call[m->pid % TRACE_PROCESSES_MAX] = false;
        record_event("result %lx", m->values[0]);
    }
}

// stop(m, why)
//    Makes the guest end the run.
static void
stop(struct trace_mailbox *m, const char *why) {
    if (!m->stop) {
        record("stop %s", why);
        m->stop = 1;
    }
}

static void
decide_whether_to_stop(struct trace_mailbox *m) {
    char why[80];
    if (record_events >= settings.events) {
        snprintf(why, sizeof(why), "after %lu events", settings.events);
        stop(m, why);
    } else if (ticks >= settings.timeout * facts[FACT_HZ]) {
        stop(m, "out of time");
    } else if (ticks - screen_changed >= settings.rest * facts[FACT_HZ]) {
        stop(m, "the screen rests");
    }
}

void
notices_end(void) {
    if (!ended && memory_size) {
        struct trace_mailbox *m = memory_at(settings.mailbox, sizeof(*m));
        m->kind = NOTICE_END;
        m->screen_is_new = 0;
        tell_changes(m);
    }
}
