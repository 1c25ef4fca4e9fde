// victim.c: runs beside a hostile program of the tournament. It keeps secrets in its data, its heap
// and its stack, and counts its turns. Memory and free slots are not its own, so it does not mind
// if there are none; but what it has must stay as it is, and it must have turns.

#include "trial.h"

enum {
    HOSTILE = 2, // the number of the hostile program's first process
    TICKS = 300,
    FEWEST_TURNS = TICKS / 40,
    HEAP_PAGES = 4,
    WORDS = PAGESIZE / sizeof(uint64_t)
};

static uint64_t secret[2 * WORDS] = {1};
static uint64_t zeros[WORDS];

static uint64_t
word(unsigned place, unsigned i) {
    return (place + 61) * 0x9E3779B97F4A7C15 + i * 0xC2B2AE3D27D4EB4F;
}

static void
fill(uint64_t *words, unsigned n, unsigned place) {
    for (unsigned i = 0; i < n; ++i) {
        words[i] = word(place, i);
    }
}

static void
look(const uint64_t *words, unsigned n, unsigned place) {
    for (unsigned i = 0; i < n; ++i) {
        require(0, words[i] == word(place, i), "the victim's memory at %p has changed", &words[i]);
    }
}

void
process_main(void) {
    uint64_t on_stack[64];
    uint64_t *heap[HEAP_PAGES];
    fill(secret, ARRAY_SIZE(secret), 0);
    fill(on_stack, ARRAY_SIZE(on_stack), 1);
    for (unsigned i = 0; i < HEAP_PAGES; ++i) {
        heap[i] = (uint64_t *) heap_grow();
        require(0, heap[i] != NULL, "the victim gets no memory at its start");
        fill(heap[i], WORDS, 2 + i);
    }
    unsigned turns = 0;
    for (const uint64_t start = ticks; ticks < start + TICKS; ++turns) {
        require(0, sys_getpid() == 1, "the victim has become process %d", sys_getpid());
        look(secret, ARRAY_SIZE(secret), 0);
        look(on_stack, ARRAY_SIZE(on_stack), 1);
        for (unsigned i = 0; i < HEAP_PAGES; ++i) {
            look(heap[i], WORDS, 2 + i);
        }
        for (unsigned i = 0; i < WORDS; ++i) {
            require(0, zeros[i] == 0, "the victim's memory at %p has changed", &zeros[i]);
        }
        wait_ticks(1);
    }
    require(0, turns >= FEWEST_TURNS, "the victim had %u turns in %d ticks", turns, TICKS);
    const long others = judge(JUDGE_TURNS, HOSTILE, 0);
    require(0, process_state(HOSTILE) != 1 || others >= FEWEST_TURNS,
            "the hostile program had %ld turns in %d ticks: every program gets its share", others,
            TICKS);
    trial_passed();
}
