// apart.c: parent and child store to the pages that they share, and each finds its own bytes again.

#include "turns.h"

enum { PAGES = 6 };
static char pages[PAGES][PAGESIZE] __attribute__((aligned(PAGESIZE)));
static char in_data[64] = "a variable with a value";

// One byte of each page, elsewhere in each; then two of its neighbours.
static char *
byte_of(int i) {
    return &pages[i][i * 800 + 3];
}

static void
require_all_filled(const char *owner) {
    for (int i = 0; i < PAGES; ++i) {
        page_require(pages[i], i, owner);
    }
}

// store_all(value)
//    Stores it to byte_of of each page, looks whether all others are as they were, and stores what
//    was there again.
static void
store_all(char value, const char *owner) {
    for (int i = 0; i < PAGES; ++i) {
        char was = *byte_of(i);
        store(byte_of(i), value);
        require(8, *byte_of(i) == value, "%s stores %#x to %p, and finds %#x there", owner,
                (unsigned char) value, byte_of(i), (unsigned char) *byte_of(i));
        store(byte_of(i), was);
        page_require(pages[i], i, owner);
        store(byte_of(i), value);
    }
}

static void
require_stored(char value, const char *owner) {
    for (int i = 0; i < PAGES; ++i) {
        require(8, *byte_of(i) == value, "%s has stored %#x to %p, and finds %#x there", owner,
                (unsigned char) value, byte_of(i), (unsigned char) *byte_of(i));
    }
}

static void
read_only(const char *owner) {
    uint64_t places[PAGES];
    for (int i = 0; i < PAGES; ++i) {
        places[i] = physical(pages[i]);
    }
    unsigned before = free_page_count();
    require_all_filled(owner);
    require(8, free_page_count() == before,
            "%s has only read its memory, and %d fewer pages are free", owner,
            (int) (before - free_page_count()));
    for (int i = 0; i < PAGES; ++i) {
        require(8, physical(pages[i]) == places[i],
                "%s has only read at %p, and has another page there now", owner, pages[i]);
    }
}

static void
in_the_child(void) {
    sys_yield();
    await(1);
    read_only("the child");
    store_all('c', "the child");
    store(in_data, 'A');
    pass(2);
    await(3);
    require_stored('c', "the child");
    require(8, strcmp(in_data, "A variable with a value") == 0,
            "the child finds \"%s\" in a variable", in_data);
    pass(4);
}

void
process_main(void) {
    announce_fault(1, FAULT_GOES_ON);
    for (int i = 0; i < PAGES; ++i) {
        page_fill(pages[i], i);
    }
    pid_t child = in_child(in_the_child);
    sys_yield();
    read_only("the parent");
    pass(1);
    await(2);
    require_all_filled("the parent, after its child's stores,");
    require(8, strcmp(in_data, "a variable with a value") == 0,
            "after its child's store, the parent finds \"%s\" in a variable", in_data);
    store_all('p', "the parent");
    pass(3);
    await(4);
    require_stored('p', "the parent");
    await_end(child);

    // Now the parent stores first.
    for (int i = 0; i < PAGES; ++i) {
        page_fill(pages[i], i);
    }
    child = in_child(in_the_child);
    sys_yield();
    store_all('p', "the parent, before its child,");
    pass(1);
    await(2);
    require_stored('p', "the parent");
    pass(3);
    await_end(child);
    trial_passed();
}
