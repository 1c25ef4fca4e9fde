#ifndef WEENSY_PLUGIN_H
#define WEENSY_PLUGIN_H

// plugin.h: the tracer's half in QEMU. It sees each store of the kernel, and at each notice of the
// guest's half (../guest/trace.c) finds out what the stores since the last one were about:
//
//   stores of the kernel --> stores.c: a list of them ----------+  (calls.c: who called whom then)
//   notices of the guest --> notices.c: who, when, why --+      |
//                                                        v      v
//   guest's memory (a file) <-- memory.c     walk.c: what are page tables?
//                                            changes.c: which stores changed them, or counts?
//                                            problems.c: is anything wrong?
//                                                        |
//   the record, a line of text an event <-- record.c <---+      which ../trace.py reads
//
// This header lists every function by its file. Addresses are physical ones unless named `va`.

#include "mailbox.h"
#include "x86-64.h"

#include <stdbool.h>

#define FAILURE_STATUS 1

// plugin.c: the way in

// What QEMU's command line says to the plugin, as NAME=VALUE.
struct settings {
    const char *ram, *log, *record; // files: the guest's memory, its log, what we write
    const char *functions;          // a file: "START END NUMBER" of each of the kernel's
    uint64_t text_start, text_end;  // the kernel's instructions
    uint64_t image_end;             // of its image, which begins with them
    uint64_t mailbox;               // the address of `trace_mailbox`
    uint64_t kernel_table;          // of `kernel_pagetable`
    uint64_t counts;                // of `physpages`; 0: there are none
    uint64_t counts_are_pointed_to; // `physpages` is a pointer to them
    uint64_t count_stride;          // from one page's reference count to the next page's,
    uint64_t count_offset;          // and where it is within that,
    uint64_t count_size;            // and how many bytes it has
    uint64_t events;                // end the run after that many,
    uint64_t rest;                  // when the screen has rested for so many seconds,
    uint64_t timeout;               // or after that many
};
extern struct settings settings;

extern uint64_t facts[TRACE_VALUES]; // what the guest has reported at its start

// fail(format, ...)
//    Ends QEMU with a message.
void fail(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

// memory.c: the guest's memory

extern uint64_t memory_size; // in bytes; 0 until it is open

// memory_open()
//    Call it when the machine is there.
void memory_open(void);

// memory_at(address, size)
//    That memory; NULL if there is not so much.
void *memory_at(uint64_t address, uint64_t size);

// memory_word(address)
//    The 8 bytes at a multiple of 8; 0 if there is no such memory.
uint64_t memory_word(uint64_t address);

// physical(pointer)
//    The address that a pointer of the kernel points to.
uint64_t physical(uint64_t pointer);

// calls.c: which calls have led to where the kernel is

// calls_open()
//    Reads which functions there are.
void calls_open(void);

// calls_note(slot, pc)
//    The kernel's instruction at `pc` has stored on its stack, at virtual address `slot`.
void calls_note(uint64_t slot, uint64_t pc);

// calls_chain(pc)
//    The number of the chain of calls that has led to the instruction which executes now. It is in
//    the record.
uint32_t calls_chain(uint64_t pc);

// stores.c: what the kernel has stored since the last notice

struct store {
    enum { STORE_WORD, STORE_COUNT, STORE_LOG } kind;
    uint32_t chain;    // of calls that led there
    uint64_t where;    // the word's address; or the page that is counted
    uint64_t old, new; // of a count; `new` alone: of a word, or the size of the log
};
extern struct store *stores;
extern size_t nstores;

// stores_add(address, size, pc)
//    The kernel has just stored there.
void stores_add(uint64_t address, uint64_t size, uint64_t pc);

// stores_add_log()
//    The kernel has just logged something.
void stores_add_log(void);

// stores_clear()
//    Forgets them; what stores_last_chain knows stays.
void stores_clear(void);

// stores_last_chain(address)
//    The chain of calls in which the kernel stored what is in that word; 0 if something else stored
//    it.
uint32_t stores_last_chain(uint64_t address);

// counts_read(page)
//    The reference count in the guest's memory.
uint64_t counts_read(uint64_t page);

// walk.c: which pages are page-table pages, and what they map

struct table {
    uint64_t address, va, root; // va: the first that it translates
    int level;
    uint64_t owner; // the process whose level-4 table `root` is; 0: the kernel
};

struct mapping { // of a page, for users, in the low half
    uint64_t page, va, owner;
};

extern struct table *tables; // sorted by nothing; those of the last walk
extern size_t ntables;
extern struct mapping *mappings;
extern size_t nmappings;

// walk()
//    Walks the kernel's page table and those of all processes: the low half of each, of the
//    kernel's the high one, too, where the direct map is.
void walk(void);

// walk_table(address)
//    What the last walk says of a page; NULL if it is no page-table page.
const struct table *walk_table(uint64_t address);

// mapping_owners(mapping)
//    How many processes have it in their own memory: one, or none; or of a page table that
//    processes share with the kernel, several.
unsigned mapping_owners(const struct mapping *mapping);

// changes.c: what the stores have changed

// changes_matter()
//    Has a store since the last notice been to a page-table page or a count?
bool changes_matter(void);

// changes_tell()
//    Records what has changed since the last notice, in order. Call it right after a walk.
void changes_tell(void);

// changes_tell_log()
//    The same if no change matters: records only what was logged.
void changes_tell_log(void);

// changes_tell_counts()
//    Looks at all reference counts, since something other than the kernel may have stored to them.
void changes_tell_counts(void);

// count_of(page)
//    The reference count in the record.
uint64_t count_of(uint64_t page);

// problems.c: what is wrong

// problems_start()
//    Records the kinds of page that are known before the kernel reports them: its image and its
//    stack.
void problems_start(void);

// problems_learn(first, n, letters)
//    Takes in the kinds of page. Before that, no page counts as free.
void problems_learn(uint64_t first, uint64_t n, const uint8_t *letters);

// problems_tell(is_half_done)
//    Records what has become wrong, or right again, since the last time. Call it right after a
//    walk. If the kernel is in the middle of something, records only what is wrong even then.
void problems_tell(bool is_half_done);

// notices.c: what the guest reports

// notice(mailbox)
//    Takes a notice.
void notice(struct trace_mailbox *mailbox);

// notices_end()
//    QEMU ends: records what the kernel has stored since the last notice.
void notices_end(void);

// record.c: what we write

extern uint64_t record_events; // how many

// record_open(), record_close()
void record_open(void);
void record_close(void);

// record(format, ...), record_event(format, ...)
//    Writes a line; one that is an event counts.
void record(const char *format, ...) __attribute__((format(printf, 1, 2)));
void record_event(const char *format, ...) __attribute__((format(printf, 1, 2)));

// record_chain(number, pcs, n)
//    Writes what a chain of calls is.
void record_chain(uint32_t number, const uint32_t *pcs, size_t n);

#endif
