// pipe-orders.c: what each actor of H2's check does next.

#include "report.h"
#include "math.h"
#include "memory-layout.h"
#include "pipe-judge.h"
#include "pipe-state.h"
#include "random.h"
#include "string.h"
#include "syscalls.h"
#include "timer.h"

#define EDGE_SIZE 10 // usable bytes of a call that goes beyond the actor's memory
#define BAD_SIZE 200 // size of a call with arguments out of bounds
#define PROCESS_SIZE 0x40000UL

static const referee_call yield = {.call = SYSCALL_YIELD};

static bool must_wait(const referee_actor *a);
static bool is_in_time(void);
static referee_call next_write(pid_t pid, referee_actor *a);
static referee_call next_read(referee_actor *a);
static void prepare_memory(pid_t pid, const referee_actor *a, const referee_call *call);

referee_call
referee_next_call(pid_t pid) {
    referee_actor *a = &referee.actors[pid];
    if (a->done || must_wait(a) || (is_in_time() && ticks < a->rests)) {
        return yield;
    }
    referee_call call = a->writes ? next_write(pid, a) : next_read(a);
    if (call.usable > 0) {
        prepare_memory(pid, a, &call);
    }
    return call;
}

// comes_late(a)
//    For how many ticks does `a` let others go first?
static unsigned
comes_late(const referee_actor *a) {
    return a->writes ? referee.scene->late_writers : referee.scene->late_readers;
}

static bool
must_wait(const referee_actor *a) {
    if (comes_late(a) == 0) {
        return false;
    }
    bool others_are_there = true;
    for_each_actor(other, pid) {
        others_are_there = others_are_there && (comes_late(other) > 0 || other->calls > 0);
    }
    return ticks < referee.scene_start + comes_late(a)
           || (referee.scene->zero_first && !others_are_there);
}

static void
prepare_memory(pid_t pid, const referee_actor *a, const referee_call *call) {
    char *address = (char *) call->address;
    if (!a->writes) {
        memset(address - GUARD_SIZE, BYTE_GUARD, GUARD_SIZE);
        memset(address, BYTE_UNTOUCHED, call->usable);
        if (!a->tries_bad) { // a bad call may have no more memory
            memset(address + call->usable, BYTE_GUARD, GUARD_SIZE);
        }
    } else if (a->finished) {
        *address = (char) BYTE_RELEASE;
    } else {
        judge_fill(pid, address, call->usable);
    }
}


// Arguments out of bounds: at these addresses none of the bytes are usable. Three more, for each
// side, begin in the actor's memory and end beyond it: in memory that is no process's, with a size
// that wraps around, and in the actor's stack, with no process's memory in between.
static const uintptr_t bad_addresses[] = {
    0,                     // mapped nowhere
    0x9E000,               // the kernel's
    TICKS_ADDR + 0x800,    // read-only
    0x40000000,            // mapped nowhere, far off
    0x800000000000,        // non-canonical
    (uintptr_t) -PAGESIZE, // the last page
};
#define READ_ONLY_ADDRESS 2
enum { BAD_END = ARRAY_SIZE(bad_addresses), BAD_WRAPS, BAD_HOLE, NBAD };

// is_bad_enough(a)
//    Has `a` tried enough arguments out of bounds?
static bool
is_bad_enough(const referee_actor *a) {
    bool wanted = a->writes ? referee.scene->bad_writes : referee.scene->bad_reads;
    return !wanted || a->bad >= NBAD;
}

static bool
everybody_is_bad_enough(void) {
    bool enough = true;
    for_each_actor(a, pid) {
        enough = enough && is_bad_enough(a);
    }
    return enough;
}

static referee_call
bad_call(referee_actor *a, long call) {
    if (a->writes && a->bad == READ_ONLY_ADDRESS) {
        a->bad += 1; // a writer may read there
    }
    referee_call bad = {.call = call, .size = BAD_SIZE, .usable = 0};
    if (a->bad < ARRAY_SIZE(bad_addresses)) {
        bad.address = bad_addresses[a->bad];
    } else {
        bad.address = (uintptr_t) a->memory + REFEREE_PAGES * PAGESIZE - EDGE_SIZE;
        bad.usable = EDGE_SIZE;
        uintptr_t stack_end = round_up(bad.address, PROCESS_SIZE);
        bad.size = a->bad == BAD_WRAPS  ? (size_t) -1
                   : a->bad == BAD_HOLE ? stack_end - sizeof(uint64_t) - bad.address
                                        : BAD_SIZE;
    }
    a->tries_bad = true;
    if (a->bad_said <= a->bad) { // so that the host knows if this ends in a panic
        report_line("bad call=%ld address=%#lx size=%lu", call, bad.address, bad.size);
        a->bad_said = a->bad + 1;
    }
    return bad;
}

// good_call(a, call, size)
//    A call at a random place in the actor's memory, often across the border of two pages.
static referee_call
good_call(referee_actor *a, long call, size_t size) {
    int room = (int) (REFEREE_PAGES * PAGESIZE - GUARD_SIZE - size);
    int offset = rand_range(GUARD_SIZE, room);
    int before_border = (int) round_up((uint64_t) offset, PAGESIZE) - rand_range(0, (int) size);
    if (before_border >= GUARD_SIZE && before_border <= room && rand_range(0, 1) == 0) {
        offset = before_border;
    }
    a->tries_bad = false;
    return (referee_call) {
        .call = call, .address = (uintptr_t) a->memory + offset, .size = size, .usable = size};
}


// zero_call(a, call)
//    A call with size 0, at any address: the kernel must read or write nothing there.
static referee_call
zero_call(referee_actor *a, long call) {
    referee_call zero = good_call(a, call, 0);
    if (rand_range(0, 1) == 0) {
        zero.address = bad_addresses[rand_range(0, ARRAY_SIZE(bad_addresses) - 1)];
    }
    return zero;
}

// is_zero_time(a)
//    Is the next call one of size 0?
static bool
is_zero_time(const referee_actor *a) {
    bool first = referee.scene->zero_first && comes_late(a) == 0 && a->calls == 0;
    return first || (referee.scene->zero_sizes && rand_range(0, 7) == 0);
}

// is_in_time()
//    May writers still write in this scene? The referee must notice one that gets stuck with a
//    certain size.
static bool
is_in_time(void) {
    return ticks < referee.scene_start + SCENE_TICKS * (referee.scene->powers ? 3 : 1);
}

static bool begin_message(pid_t pid, referee_actor *a);
static referee_call release_readers(pid_t pid, referee_actor *a);

static referee_call
next_write(pid_t pid, referee_actor *a) {
    if (!is_in_time()) {
        a->left = 0; // no reader expects what it did not write
    }
    if (a->left == 0 && (a->finished || !begin_message(pid, a))) {
        a->finished = true;
        return release_readers(pid, a);
    } else if (!is_bad_enough(a) && rand_range(0, 1) == 0) {
        return bad_call(a, SYSCALL_PIPEWRITE);
    }
    return is_zero_time(a) ? zero_call(a, SYSCALL_PIPEWRITE)
                           : good_call(a, SYSCALL_PIPEWRITE, a->left);
}

// next_size(a, most)
//    The next size of a message, or of what a reader asks for.
static size_t
next_size(const referee_actor *a, unsigned most) {
    return referee.scene->powers ? (size_t) 1 << (16 - a->calls % 9)
                                 : (size_t) rand_range(1, (int) most);
}

// begin_message(pid, a)
//    Begins the next message of `pid`; false if enough was written in this scene.
static bool
begin_message(pid_t pid, referee_actor *a) {
    size_t written = judge_written(pid), limit = referee.scene->limit;
    if (!is_in_time() && !everybody_is_bad_enough()) {
        referee_fail("unanswered", "call=%d",
                     referee.scene->bad_writes ? SYSCALL_PIPEWRITE : SYSCALL_PIPEREAD);
    }
    if (!is_in_time() || (written >= limit && everybody_is_bad_enough())) {
        return false;
    }
    a->left = next_size(a, referee.scene->max_write);
    if (written < limit && written + a->left > limit) {
        a->left = limit - written;
    }
    return true;
}

static referee_call
next_read(referee_actor *a) {
    if (a->yields > 0) {
        a->yields -= 1;
        return yield;
    }
    a->yields = (unsigned) rand_range(0, (int) referee.scene->yields);
    if (!is_bad_enough(a) && rand_range(0, 1) == 0) {
        return bad_call(a, SYSCALL_PIPEREAD);
    }
    size_t most = referee.scene->max_read;
    size_t size = referee.scene->counted ? most : next_size(a, (unsigned) most);
    return is_zero_time(a) ? zero_call(a, SYSCALL_PIPEREAD) : good_call(a, SYSCALL_PIPEREAD, size);
}

// is_leader(pid)
//    Is `pid` the first of the writers?
static bool
is_leader(pid_t pid) {
    return (referee.scene->writers & ((1U << pid) - 1)) == 0;
}

// release_readers(pid, a)
//    What a writer does after it has written its bytes: the first writer releases the readers, one
//    after another.
static referee_call
release_readers(pid_t pid, referee_actor *a) {
    unsigned nreaders = 0;
    for_each_actor(other, other_pid) {
        nreaders += !other->writes;
    }
    unsigned written = referee.releases_written, read = referee.releases_read;
    if (!is_leader(pid) || (written == nreaders && read == nreaders)) {
        a->done = true;
    } else if (judge_all_is_read() && written == read) {
        if (written == 0) {
            judge_end();
        }
        return good_call(a, SYSCALL_PIPEWRITE, 1);
    }
    return yield;
}
