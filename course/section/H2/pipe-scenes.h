#ifndef WEENSY_PIPE_SCENES_H
#define WEENSY_PIPE_SCENES_H

// pipe-scenes.h: what H2's check plays. In each scene some processes write and the others read.

#include "kernel-only.h"
#include "types.h"

#define MAX_ACTORS 4

// A scene. A writer's scene ends when it has written `limit` bytes, or after SCENE_TICKS.
typedef struct scene {
    const char *name;
    unsigned writers; // bit PID is set: process PID writes; the others read
    unsigned times;   // how often to play it
    unsigned limit;   // at most MAX_LIMIT if there are several writers and one reader
    unsigned max_write, max_read;
    unsigned late_writers, late_readers; // ticks that they wait at first
    unsigned yields;                     // a reader yields up to this often before each call
    unsigned writers_rest, readers_rest; // ticks that they let others run after each call, when all
                                         // have come
    bool powers;                         // sizes are powers of two, up to 2^16
    bool counted;                        // its calls are counted; a reader always asks for max_read
    bool zero_first;            // the first to come begins with size 0, and the others come after
    bool zero_sizes;            // now and then, size 0
    bool bad_writes, bad_reads; // now and then, arguments out of bounds
} scene;

#define MAX_LIMIT 24000
#define SCENE_TICKS 60

// referee_scene(actors, n)
//    The `n`th scene for that many processes; NULL if there are fewer.
const scene *referee_scene(unsigned actors, unsigned n);

#endif
