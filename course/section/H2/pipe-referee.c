// pipe-referee.c: plays the scenes of H2's check. It gives the actors their orders and looks at the
// results. When all that was written in a scene has been read, the first writer writes one byte for
// each reader, which ends the scene for the reader that gets it; so no reader keeps waiting.

#include "errors.h"
#include "math.h"
#include "pipe-judge.h"
#include "pipe-state.h"
#include "report.h"
#include "string.h"
#include "syscalls.h"
#include "timer.h"

#define STUCK_TICKS 50 // if no byte moves for this long, none ever will
#define LAST_TICK 950  // of the run
#define MOST_CALLS 405 // per 100 messages, both sides together: 4 and a little; more end the run

static uint64_t last_progress; // in ticks

static void begin_scene(void);
static void end_scene_if_done(void);
static void take_result(pid_t pid, long result);

void
referee_next(pid_t pid, referee_order *order) {
    referee_actor *a = &referee.actors[pid];
    a->memory = order->memory;
    if (referee.scene == NULL) {
        begin_scene();
    }
    if (a->in_call) {
        a->in_call = false;
        take_result(pid, order->result);
    }
    end_scene_if_done();
    a->call = referee_next_call(pid);
    a->in_call = a->call.call != SYSCALL_YIELD;
    order->call = a->call.call;
    order->address = a->call.address;
    order->size = a->call.size;
}

static void
begin_scene(void) {
    static unsigned number;
    referee.nactors = (unsigned) report_option("actors", 2);
    referee.scene = referee_scene(referee.nactors, number++);
    if (referee.scene == NULL) {
        referee_end();
    }
    report_line("scene %s", referee.scene->name);
    judge_begin(referee.scene, referee.nactors);
    referee.scene_start = last_progress = ticks;
    referee.releases_written = referee.releases_read = 0;
    for_each_actor(a, pid) {
        bool writes = (referee.scene->writers & 1U << pid) != 0;
        *a = (referee_actor) {.memory = a->memory, .writes = writes};
    }
}

static void
end_scene_if_done(void) {
    for_each_actor(a, pid) {
        if (!a->done) {
            return;
        }
    }
    const referee_count *c = referee.counts;
    if (100 * (c[0].calls + c[1].calls) > MOST_CALLS * referee.messages) {
        report_line("too many calls");
        referee_end();
    }
    begin_scene();
}

static void note_unset(pid_t pid, const referee_call *call, long result);
static void check_result(pid_t pid, const referee_actor *a, long result);
static bool is_guard(const char *address);
static void take_bytes(pid_t pid, referee_actor *a, size_t n);
static void count(const referee_actor *a, long result);

static void
take_result(pid_t pid, long result) {
    referee_actor *a = &referee.actors[pid];
    a->calls += 1;
    note_unset(pid, &a->call, result);
    referee_remember(pid, &a->call, result);
    check_result(pid, a, result);
    if (a->tries_bad && (result == E_FAULT || result > 0)) {
        a->bad += 1;
    }
    if (result > 0) {
        last_progress = ticks;
        take_bytes(pid, a, (size_t) result);
    }
    if (ticks >= referee.scene_start + referee.scene->late_writers + referee.scene->late_readers) {
        a->rests = ticks + (a->writes ? referee.scene->writers_rest : referee.scene->readers_rest);
    }
    referee_look_at_waiting();
    if (a->done) {
        last_progress = ticks;
    } else if (referee.scene->counted && a->call.size > 0 && !a->finished) {
        count(a, result);
    }
}

// note_unset(pid, call, result)
//    Did a write return its own number? That was in %rax when the process made the call.
static void
note_unset(pid_t pid, const referee_call *call, long result) {
    if (call->call == SYSCALL_PIPEWRITE && result == SYSCALL_PIPEWRITE
        && call->size != SYSCALL_PIPEWRITE) {
        referee_remember_unset(pid, judge_written(pid));
    }
}

static void
check_result(pid_t pid, const referee_actor *a, long result) {
    const referee_call *call = &a->call;
    if (call->size == 0 && result != 0) {
        referee_fail("zero", "pid=%d result=%ld", pid, result);
    } else if (a->tries_bad && result > (long) call->usable) {
        referee_fail("through", "pid=%d usable=%zu result=%ld", pid, call->usable, result);
    } else if (!a->tries_bad && result > (long) call->size) {
        referee_fail("more", "pid=%d size=%zu result=%ld", pid, call->size, result);
    } else if (result < 0 && result != E_AGAIN && !(a->tries_bad && result == E_FAULT)) {
        referee_fail("error", "pid=%d bad=%d result=%ld", pid, a->tries_bad, result);
    }
    const char *address = (const char *) call->address;
    if (a->writes || call->usable == 0) {
        return;
    } else if (!is_guard(address - GUARD_SIZE)
               || (!a->tries_bad && !is_guard(address + call->usable))) {
        referee_fail("guard", "pid=%d usable=%zu result=%ld", pid, call->usable, result);
    }
}

static bool
is_guard(const char *address) {
    for (size_t i = 0; i < GUARD_SIZE; ++i) {
        if ((unsigned char) address[i] != BYTE_GUARD) {
            return false;
        }
    }
    return true;
}

// bytes_on_their_way()
//    The most bytes that writers can have written with calls that have not returned yet.
static size_t
bytes_on_their_way(void) {
    size_t sum = 0;
    for_each_actor(a, pid) {
        sum += a->writes && a->in_call && !a->finished ? a->call.usable : 0;
    }
    return sum;
}

static void
take_bytes(pid_t pid, referee_actor *a, size_t n) {
    const unsigned char *bytes = (const unsigned char *) a->call.address;
    if (a->writes && a->finished) {
        referee.releases_written += 1;
    } else if (a->writes) {
        judge_write(pid, n);
        a->left -= min(n, a->left);
        referee.messages += referee.scene->counted && a->left == 0;
    } else if (bytes[0] == BYTE_RELEASE && n == 1 && judge_all_is_read()) {
        referee.releases_read += 1;
        a->done = true;
    } else {
        judge_read(pid, bytes, n, bytes_on_their_way());
    }
}

static void
count(const referee_actor *a, long result) {
    referee_count *c = &referee.counts[a->writes ? 0 : 1];
    c->calls += 1;
    c->agains += result == E_AGAIN;
    c->zeros += result == 0;
    c->ones += result == 1 && a->call.size > 1;
}

void
referee_tick(void) {
    for_each_actor(a, pid) {
        if (strcmp(referee_process_state(pid), "faulted") == 0) {
            referee_fail("faulted", "pid=%d", pid);
        }
    }
    referee_look_at_waiting();
    bool stuck = ticks > last_progress + STUCK_TICKS;
    if (stuck || ticks > LAST_TICK) {
        referee_fail(stuck ? "stuck" : "slow", "written=%zu read=%zu",
                     judge_total_written() + referee.releases_written,
                     judge_total_read() + referee.releases_read);
    }
}
