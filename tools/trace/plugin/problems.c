// problems.c: finds what is wrong in the page tables, after each walk, and records what is new and
// what is over. The kernel's own page_uses_find (page-uses.c) calls it a contradiction.

#include "plugin.h"

#include <stdlib.h>
#include <string.h>

enum what { FREE_MAPPED, KERNEL_OPEN, FREE_TABLE, LOST, MISCOUNTED };
static const char *const words[] = {"free-mapped", "kernel-open", "free-table", "lost",
                                    "miscounted"};

struct problem {
    enum what what;
    uint64_t page, owner, va, id;
    bool still; // this walk has found it
};

static struct problem *problems; // those that are not solved
static size_t nproblems, room;
static uint64_t next_id = 1;

static uint8_t *kinds; // [page]
static bool kinds_are_known;
static uint32_t *references; // [page]: mappings in processes' memory, uses as page-table page

static void guess_kind(uint64_t start, uint64_t end);

void
problems_start(void) {
    kinds = calloc(facts[FACT_PAGES] + 1, 1);
    references = calloc(facts[FACT_PAGES], sizeof(*references));
    if (!kinds || !references) {
        fail("no memory for the kinds of pages");
    }
    memset(kinds, '.', facts[FACT_PAGES]);
    guess_kind(settings.text_start, settings.image_end);
    guess_kind(facts[FACT_STACK_START], facts[FACT_STACK_END]);
    record("kinds 0 %s", (const char *) kinds);
}

static void
guess_kind(uint64_t start, uint64_t end) {
    for (uint64_t address = start; address < end; address += PAGESIZE) {
        kinds[address / PAGESIZE] = 'K';
    }
}

void
problems_learn(uint64_t first, uint64_t n, const uint8_t *letters) {
    for (uint64_t i = 0; i < n && first + i < facts[FACT_PAGES]; ++i) {
        kinds[first + i] = letters[i];
    }
    kinds_are_known = true;
}

static void look_for_open(const struct mapping *mapping);
static void look_for_free(const struct mapping *mapping);
static void look_at_table(const struct table *table);
static void count_references(void);
static void look_at_count(uint64_t page);
static void tell_solved(void);

void
problems_tell(bool is_half_done) {
    for (size_t i = 0; i < nmappings; ++i) {
        look_for_open(&mappings[i]);
    }
    if (is_half_done) {
        return;
    }
    for (size_t i = 0; i < nmappings; ++i) {
        look_for_free(&mappings[i]);
    }
    for (size_t i = 0; i < ntables; ++i) {
        look_at_table(&tables[i]);
    }
    count_references();
    for (uint64_t page = 0; page < facts[FACT_PAGES]; ++page) {
        look_at_count(page);
    }
    tell_solved();
}

// is_counted(page)
//    Does the kernel count the references to the page?
static bool
is_counted(uint64_t page) {
    return kinds_are_known && settings.counts && page < facts[FACT_PAGES] && kinds[page] == '.';
}

static bool
is_free(uint64_t page) {
    return is_counted(page) && count_of(page) == 0;
}

static void add_problem(enum what what, uint64_t page, uint64_t owner, uint64_t va);

static void
look_for_open(const struct mapping *mapping) {
    uint8_t kind = kinds[mapping->page];
    if (kind == 'K' || kind == 'R') {
        add_problem(KERNEL_OPEN, mapping->page, mapping->owner, mapping->va);
    }
}

static void
look_for_free(const struct mapping *mapping) {
    if (is_free(mapping->page)) {
        add_problem(FREE_MAPPED, mapping->page, mapping->owner, mapping->va);
    }
}

static void
look_at_table(const struct table *table) {
    uint64_t page = table->address / PAGESIZE;
    if (is_free(page)) {
        add_problem(FREE_TABLE, page, table->owner, table->va);
    }
}

static void
count_references(void) {
    memset(references, 0, facts[FACT_PAGES] * sizeof(*references));
    for (size_t i = 0; i < ntables; ++i) {
        uint64_t page = tables[i].address / PAGESIZE;
        if (page < facts[FACT_PAGES]) {
            references[page] += 1;
        }
    }
    for (size_t i = 0; i < nmappings; ++i) {
        references[mappings[i].page] += mapping_owners(&mappings[i]);
    }
}

static void
look_at_count(uint64_t page) {
    uint64_t count = count_of(page);
    if (is_counted(page) && count > 0 && count != references[page]) {
        add_problem(references[page] == 0 ? LOST : MISCOUNTED, page, 0, page * PAGESIZE);
    }
}

static void
add_problem(enum what what, uint64_t page, uint64_t owner, uint64_t va) {
    for (size_t i = 0; i < nproblems; ++i) {
        struct problem *p = &problems[i];
        if (p->what == what && p->page == page && p->owner == owner && p->va == va) {
            p->still = true;
            return;
        }
    }
    if (nproblems == room) {
        room = room ? 2 * room : 64;
        problems = realloc(problems, room * sizeof(*problems));
    }
    problems[nproblems++] = (struct problem) {what, page, owner, va, next_id, true};
    record_event("problem %lx %s %lx %lx %lx", next_id, words[what], page, owner, va);
    next_id += 1;
}

static void
tell_solved(void) {
    size_t left = 0;
    for (size_t i = 0; i < nproblems; ++i) {
        if (problems[i].still) {
            problems[i].still = false;
            problems[left++] = problems[i];
        } else {
            record_event("solved %lx", problems[i].id);
        }
    }
    nproblems = left;
}
