#ifndef WEENSY_PIPE_STATE_H
#define WEENSY_PIPE_STATE_H

// pipe-state.h: what H2's referee knows, for its own files: pipe-referee.c plays the scenes and
// looks at results, pipe-orders.c says what an actor does next, pipe-report.c reports to the host.

#include "kernel-only.h"
#include "pipe-referee.h"
#include "pipe-scenes.h"

// A system call for an actor to make.
typedef struct referee_call {
    long call;
    uintptr_t address;
    size_t size;
    size_t usable; // bytes at `address` that the process may access: size, if that is in bounds
} referee_call;

typedef struct referee_actor {
    char *memory; // REFEREE_PAGES pages
    bool writes;
    bool done;         // with this scene
    bool finished;     // a writer that wrote its bytes
    bool in_call;      // `call` is a call of the pipe, whose result has not been seen
    referee_call call; // the last
    unsigned calls;    // calls of the pipe that have returned
    size_t left;       // bytes of its message that the kernel has not taken
    unsigned yields;   // before its next call
    uint64_t rests;    // the tick until which it lets others run
    unsigned bad;      // arguments out of bounds that it tried, and that were answered
    unsigned bad_said; // how many of them the host knows
    bool tries_bad;    // `call` is such a one
} referee_actor;

typedef struct referee_count {
    unsigned long calls, agains, zeros, ones; // ones: calls that moved one byte of several
} referee_count;

extern struct referee_state {
    unsigned nactors;
    referee_actor actors[MAX_ACTORS + 1]; // by process number
    const scene *scene;                   // NULL: before the first
    uint64_t scene_start;                 // in ticks
    unsigned releases_written, releases_read;
    referee_count counts[2]; // of writers and of readers, in the scenes that count calls
    unsigned long messages;  // written in these scenes
} referee;

// The actors in the scene: for_each_actor (a, pid) { ... }
#define for_each_actor(a, pid)                                                                     \
    for (pid_t pid = 1; pid <= (pid_t) referee.nactors; ++pid)                                     \
        for (referee_actor *a = &referee.actors[pid]; a != NULL; a = NULL)

// referee_look_at_waiting()
//    Now and then, and at each tick: does a process stay blocked, although what it waits for is
//    there?
void referee_look_at_waiting(void);

// referee_next_call(pid)
//    What actor `pid` must do next, with its memory prepared for it. Before a release, checks that
//    the scene went well (judge_end).
referee_call referee_next_call(pid_t pid);

// referee_remember(pid, call, result)
//    Keeps the call, for the report of what led to a mistake.
void referee_remember(pid_t pid, const referee_call *call, long result);

// referee_remember_unset(pid, position)
//    The same for a write of process `pid` that returned its own number instead of a result: the
//    place of its bytes among all that the process writes.
void referee_remember_unset(pid_t pid, size_t position);

// referee_process_state(pid)
//    The state in a word.
const char *referee_process_state(pid_t pid);

// referee_fail(kind, format, ...)
//    Logs the mistake, with what led to it, and ends the run. The host makes the words that people
//    see.
void referee_fail(const char *kind, const char *format, ...) printf_like(2, 3) never_returns;

// referee_end()
//    Logs the counts, and ends the run.
void referee_end(void) never_returns;

#define BYTE_UNTOUCHED 254 // what a reader's memory holds before a call
#define BYTE_RELEASE 255   // tells one reader that the scene is over
#define BYTE_GUARD 253     // what is after the memory that a call may write
#define GUARD_SIZE 16

#endif
