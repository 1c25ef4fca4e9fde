// pipe-waiting.c: does a process stay blocked, although what it waits for is there? The referee
// does not see what is in the pipe, but it knows bounds: the bytes that calls have moved which
// returned, and those that calls can have moved which have not returned.

#include "pipe-judge.h"
#include "pipe-state.h"
#include "string.h"
#include "timer.h"

#define PATIENCE 8 // ticks, in which every process has had several turns

// in_calls(writes, except)
//    The most bytes that calls of this side can have moved which have not returned, without the
//    call of `except`.
static long
in_calls(bool writes, const referee_actor *except) {
    long sum = 0;
    for_each_actor(a, pid) {
        sum += a->in_call && a->writes == writes && a != except ? (long) a->call.usable : 0;
    }
    return sum;
}

// settled()
//    The bytes in the pipe, if only calls that returned have moved any.
static long
settled(void) {
    return (long) (judge_total_written() + referee.releases_written)
           - (long) (judge_total_read() + referee.releases_read);
}

// has_reason_to_wait(a, has_held_bytes)
//    May `a` wait, as far as the referee can know? How much room there is depends on how the pipe
//    is made; there is some if the pipe is empty and has held bytes before.
static bool
has_reason_to_wait(const referee_actor *a, bool has_held_bytes) {
    if (!a->writes) {
        return settled() - in_calls(false, NULL) <= 0;
    }
    return !has_held_bytes || settled() < 0 || settled() + in_calls(true, a) > 0;
}

void
referee_look_at_waiting(void) {
    static bool has_held_bytes;
    static uint64_t
        since[MAX_ACTORS + 1]; // by process: the tick since which it waits for no reason; 0
    long certain = settled() - in_calls(false, NULL);
    has_held_bytes = has_held_bytes || certain > 0;
    for_each_actor(a, pid) {
        bool waits = a->in_call && strcmp(referee_process_state(pid), "blocked") == 0;
        if (!waits || has_reason_to_wait(a, has_held_bytes)) {
            since[pid] = 0;
        } else if (since[pid] == 0) {
            since[pid] = ticks;
        } else if (ticks > since[pid] + PATIENCE) {
            referee_fail("starves", "pid=%d writes=%d certain=%ld", pid, a->writes, certain);
        }
    }
}
