// calls.c: which function has called which. The plugin sees that a `call` stores its return address
// on the kernel's stack, and the bytes of the `call` say which function it calls. So it knows the
// calls without reading a register. It does not see returns. But a call whose return address is at
// or above the slot of an earlier call shows that the earlier one has returned. Of the calls that
// are left, those inside the function that executes now have returned, too.

#include "plugin.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CALL_OPCODE 0xE8 // followed by the distance to the function, 4 bytes (SDM vol. 2A, CALL)
#define CALL_LENGTH 5
#define DEPTH_MAX 64

struct call {
    uint64_t slot; // the address of its return address, on the stack
    uint32_t pc, callee;
};
static struct call calls[DEPTH_MAX]; // outermost first
static size_t depth;
static uint64_t changes; // how often `calls` has changed

// The number of the function that each byte of the kernel's instructions belongs to; 0: none.
static uint16_t *functions;

void
calls_open(void) {
    functions = calloc(settings.text_end - settings.text_start, sizeof(*functions));
    FILE *f = settings.functions ? fopen(settings.functions, "r") : NULL;
    if (!functions || !f) {
        fail("functions=%s: %s", settings.functions, strerror(errno));
    }
    unsigned long start, end;
    unsigned number;
    while (fscanf(f, "%lx %lx %x", &start, &end, &number) == 3) {
        for (unsigned long pc = start; pc < end && pc < settings.text_end; ++pc) {
            functions[pc - settings.text_start] = (uint16_t) number;
        }
    }
    fclose(f);
}

static uint32_t
function_of(uint64_t pc) {
    bool is_text = pc >= settings.text_start && pc < settings.text_end;
    return is_text ? functions[pc - settings.text_start] : 0;
}

void
calls_note(uint64_t slot, uint64_t pc) {
    const uint8_t *code = memory_at(pc, CALL_LENGTH);
    if (!code || code[0] != CALL_OPCODE) {
        return;
    }
    int32_t distance;
    memcpy(&distance, code + 1, sizeof(distance));
    while (depth > 0 && calls[depth - 1].slot <= slot) {
        --depth;
    }
    if (depth < DEPTH_MAX) {
        uint64_t callee = pc + CALL_LENGTH + (uint64_t) (int64_t) distance;
        calls[depth++] = (struct call) {slot, (uint32_t) pc, function_of(callee)};
    }
    changes += 1;
}


// Chains of calls, with numbers from 1 on, in a hash table.
struct chain {
    size_t length;
    uint32_t number;
    uint32_t pcs[DEPTH_MAX + 1]; // innermost first
};
static struct chain **chains;
static size_t nchains, room;

static void find_chain(uint64_t pc, struct chain *chain);
static uint32_t number_of(const struct chain *chain);

uint32_t
calls_chain(uint64_t pc) {
    static uint64_t last_pc, last_changes = UINT64_MAX;
    static uint32_t last; // so that the many stores of a string instruction need one search
    if (pc != last_pc || changes != last_changes) {
        struct chain chain;
        find_chain(pc, &chain);
        last = number_of(&chain);
        last_pc = pc;
        last_changes = changes;
    }
    return last;
}

static void
find_chain(uint64_t pc, struct chain *chain) {
    uint32_t function = function_of(pc);
    size_t level = depth;
    while (level > 0 && calls[level - 1].callee != function) {
        --level;
    }
    chain->length = 0;
    chain->pcs[chain->length++] = (uint32_t) pc;
    while (function != 0 && level > 0) {
        chain->pcs[chain->length++] = calls[--level].pc;
    }
}

static bool
equal(const struct chain *a, const struct chain *b) {
    return a->length == b->length && memcmp(a->pcs, b->pcs, a->length * sizeof(a->pcs[0])) == 0;
}

// slot_of(chain)
//    Where the chain is in the table, or belongs.
static struct chain **
slot_of(const struct chain *chain) {
    uint64_t hash = 0;
    for (size_t i = 0; i < chain->length; ++i) {
        hash = (hash ^ chain->pcs[i]) * 0x9E3779B97F4A7C15UL;
    }
    size_t i = (hash >> 32) % room;
    while (chains[i] && !equal(chains[i], chain)) {
        i = (i + 1) % room;
    }
    return &chains[i];
}

static void
make_room(void) {
    struct chain **old = chains;
    size_t old_room = room;
    room = room ? 2 * room : 1024;
    chains = calloc(room, sizeof(*chains));
    if (!chains) {
        fail("no memory for %zu chains of calls", room);
    }
    for (size_t i = 0; i < old_room; ++i) {
        if (old[i]) {
            *slot_of(old[i]) = old[i];
        }
    }
    free(old);
}

static uint32_t
number_of(const struct chain *chain) {
    if (2 * nchains >= room) {
        make_room();
    }
    struct chain **slot = slot_of(chain);
    if (!*slot) {
        *slot = malloc(sizeof(**slot));
        if (!*slot) {
            fail("no memory for chains of calls");
        }
        **slot = *chain;
        (*slot)->number = (uint32_t) ++nchains;
        record_chain((*slot)->number, chain->pcs, chain->length);
    }
    return (*slot)->number;
}
