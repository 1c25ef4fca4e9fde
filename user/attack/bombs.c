// bombs.c: hostile acts that use up a resource: memory, process slots, time.

#include "attack.h"

// fork_bomb()
//    Forks until no slot is left, and so do all children. Then they stop, so that other acts can
//    follow.
static void
fork_bomb(void) {
    notes->outcome = AT_IT;
    long r = 0;
    while (notes->outcome == AT_IT && (r = sys_fork()) >= 0) {
    }
    if (r < 0) {
        note_result(r);
    }
}

// memory_bomb()
//    Allocates all of her memory, and forks as often as possible, so that children take as much.
static void
memory_bomb(void) {
    const uintptr_t memory_end = MEMSIZE_VIRTUAL - PAGESIZE;
    long r = 0;
    notes->outcome = AT_IT;
    for (uintptr_t a = FREE_MEMORY - 0x80000; a < memory_end && r >= 0; a += PAGESIZE) {
        r = sys_page_alloc((void *) a);
    }
    while (r >= 0 && (r = sys_fork()) > 0) {
    }
    if (r == 0) {
        yield_turns(4);
    } else {
        note_result(r);
    }
}

// loop_for_ever()
//    Loops for a while without giving way. Does no other process get a turn?
static void
loop_for_ever(void) {
    notes->outcome = AT_IT;
    uint32_t before = notes->beats;
    for (uint64_t until = ticks + 20; ticks < until;) {
    }
    note(notes->beats == before);
}

void
attack_resources(void) {
    IN_CHILD("limits", "bomb: ", "pages, until there are no more", memory_bomb());
    IN_CHILD("limits", "bomb: ", "processes, until there are no slots", fork_bomb());
    IN_CHILD("preemption", "bomb: ", "a loop without end", loop_for_ever());
}
