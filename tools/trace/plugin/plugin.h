#ifndef WEENSY_PLUGIN_H
#define WEENSY_PLUGIN_H

// plugin.h: the tracer's half in QEMU. It sees each store by the kernel. At each notice from the
// guest's half (../guest/trace.c), it finds out what the stores since the last notice changed:
//
//   stores by the kernel   --> stores.c: a list of them --------+  (calls.c: the calls at each)
//   notices from the guest --> notices.c: who, when, why -+     |
//                                                         v     v
//   guest's memory (a file) <-- memory.c     walk.c: what are page tables?
//                                            changes.c: which stores changed them, or counts?
//                                            problems.c: is anything wrong?
//                                                         |
//   the record, a line per event <------- record.c <------+     ../trace.py reads it
//
// This header lists every function by its file. Addresses are physical unless named `va`.

#include "mailbox.h"
#include "x86-64.h"

#include <stdbool.h>

#define FAILURE_STATUS 1

// plugin.c: what QEMU calls

// The options of the plugin on QEMU's command line, as NAME=VALUE.
struct settings {
    const char *ram, *log, *record; // files: the guest's memory, its log, the record
    const char *functions;          // file: a line "START END NUMBER" for each kernel function
    uint64_t text_start, text_end;  // the kernel's instructions
    uint64_t image_end;             // end of the kernel's image, which begins with them
    uint64_t mailbox;               // the address of `trace_mailbox`
    uint64_t kernel_table;          // the address of `kernel_pagetable`
    uint64_t counts;                // the address of `physpages`; 0: the kernel has none
    uint64_t counts_are_pointed_to; // 1: `physpages` is a pointer to the array
    uint64_t count_stride;          // bytes per page in `physpages`,
    uint64_t count_offset;          // where its reference count is in them,
    uint64_t count_size;            // and how many bytes that has
    uint64_t events;                // end the run after so many events,
    uint64_t rest;                  // when the screen has rested for so many seconds,
    uint64_t timeout;               // or after so many seconds
};
extern struct settings settings;

extern uint64_t facts[TRACE_VALUES]; // from NOTICE_START

// fail(format, ...)
//    Ends QEMU with a message.
void fail(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

// memory.c: the guest's memory

extern uint64_t memory_size; // in bytes; 0 until it is open

// memory_open()
//    Maps the guest's memory. Call it after QEMU has made the machine.
void memory_open(void);

// memory_at(address, size)
//    The `size` bytes of memory at `address`; NULL if the machine does not have them all.
void *memory_at(uint64_t address, uint64_t size);

// memory_word(address)
//    The 8 bytes at `address`, a multiple of 8; 0 if there is no such memory.
uint64_t memory_word(uint64_t address);

// physical(pointer)
//    The physical address that a pointer of the kernel points to.
uint64_t physical(uint64_t pointer);

// calls.c: which function has called which

// calls_open()
//    Reads the list of the kernel's functions.
void calls_open(void);

// calls_note(slot, pc)
//    The kernel's instruction at `pc` has stored on its stack, at virtual address `slot`.
void calls_note(uint64_t slot, uint64_t pc);

// calls_chain(pc)
//    The number of the chain of calls that has led to the instruction at `pc`, which executes now.
//    The record says which calls it consists of.
uint32_t calls_chain(uint64_t pc);

// stores.c: what the kernel has stored since the last notice

struct store {
    enum { STORE_WORD, STORE_COUNT, STORE_LOG } kind;
    uint32_t chain;    // the chain of calls that led to it
    uint64_t where;    // a word's address, or the page that a count belongs to
    uint64_t old, new; // a count's values; `new` alone: a word's value, or the size of the log
};
extern struct store *stores;
extern size_t nstores;

// stores_add(address, size, pc)
//    The kernel's instruction at `pc` has just stored `size` bytes at `address`.
void stores_add(uint64_t address, uint64_t size, uint64_t pc);

// stores_add_log()
//    The kernel has just logged something.
void stores_add_log(void);

// stores_clear()
//    Empties the list. stores_last_chain still knows the stores.
void stores_clear(void);

// stores_last_chain(address)
//    The chain of calls in which the kernel stored what the word at `address` has now; 0 if
//    something other than the kernel stored it.
uint32_t stores_last_chain(uint64_t address);

// counts_read(page)
//    The page's reference count in the guest's memory.
uint64_t counts_read(uint64_t page);

// walk.c: which pages are page-table pages, and what they map

struct table {
    uint64_t address, va, root; // va: the first address that it translates
    int level;
    uint64_t owner; // the process whose page table has the root `root`; 0: the kernel
};

struct mapping { // maps a page for users, in the low half
    uint64_t page, va, owner;
};

extern struct table *tables; // the page-table pages of the last walk, in no order
extern size_t ntables;
extern struct mapping *mappings;
extern size_t nmappings;

// walk()
//    Walks the kernel's page table, and the low half of each process's.
void walk(void);

// walk_table(address)
//    What the last walk says about the page at `address`; NULL if it is not a page-table page.
const struct table *walk_table(uint64_t address);

// mapping_owners(mapping)
//    How many processes have the mapping in their own memory: one or none. If processes share the
//    kernel's page table, it may be several.
unsigned mapping_owners(const struct mapping *mapping);

// changes.c: what the stores have changed

// changes_matter()
//    Has the kernel stored to a page-table page or to a count since the last notice?
bool changes_matter(void);

// changes_tell()
//    Records what has changed since the last notice, in order. Call it right after walk.
void changes_tell(void);

// changes_tell_log()
//    Records only what was logged since the last notice, if no other change matters.
void changes_tell_log(void);

// changes_tell_counts()
//    Records all reference counts that differ from the record. They have changed without a store by
//    the kernel.
void changes_tell_counts(void);

// count_of(page)
//    The page's reference count, as the record has it.
uint64_t count_of(uint64_t page);

// problems.c: what is wrong

// problems_start()
//    Records the kinds of pages that are known before the kernel gives notice of them: its image
//    and its stack.
void problems_start(void);

// problems_learn(first, n, letters)
//    Takes the kinds of `n` pages. Before the first call, no page counts as free.
void problems_learn(uint64_t first, uint64_t n, const uint8_t *letters);

// problems_tell(is_half_done)
//    Records what is wrong since the last time, and what no longer is. Call it right after walk.
//    is_half_done: the kernel may be in the middle of a change, so record only what is wrong even
//    then.
void problems_tell(bool is_half_done);

// notices.c: takes the guest's notices

// notice(mailbox)
//    Takes the notice in the mailbox.
void notice(struct trace_mailbox *mailbox);

// notices_end()
//    Records what the kernel has stored since the last notice. Call it when QEMU ends.
void notices_end(void);

// record.c: writes the record

extern uint64_t record_events; // how many events the record has

void record_open(void);
void record_close(void);

// record(format, ...), record_event(format, ...)
//    Writes a line. record_event counts it as an event.
void record(const char *format, ...) __attribute__((format(printf, 1, 2)));
void record_event(const char *format, ...) __attribute__((format(printf, 1, 2)));

// record_chain(number, pcs, n)
//    Writes which calls a chain consists of: the addresses of its `n` instructions, innermost
//    first.
void record_chain(uint32_t number, const uint32_t *pcs, size_t n);

#endif
