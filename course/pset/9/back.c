// back.c: whatever becomes of a copy-on-write page, its promise is taken back in the end.

#include "capacity.h"

enum { PAGES = 4, LEFT = 50 };
static char pages[PAGES][PAGESIZE] __attribute__((aligned(PAGESIZE)));

static void
exit_at_once(void) {}

static void
store_to_all(void) {
    for (int i = 0; i < PAGES; ++i) {
        page_fill(pages[i], 10 + i);
    }
}

static void
replace_all(void) {
    for (int i = 0; i < PAGES; ++i) {
        int r = sys_page_alloc(pages[i]);
        require(9, VARIANT_REFUSES ? r < 0 : r == 0,
                "sys_page_alloc(%p) returned %d, with %u free pages", pages[i], r,
                free_page_count());
    }
}

static void
replace_and_store(void) {
    replace_all();
    store_to_all();
}

static void
store_and_replace(void) {
    store_to_all();
    replace_all();
}

static void
do_nothing(void) {}

static void
store_half(void) {
    for (int i = 0; i < PAGES / 2; ++i) {
        page_fill(pages[i], 10 + i);
    }
}

static const struct {
    void (*childs)(void), (*parents)(void);
    const char *what;
} situations[] = {
    {exit_at_once, do_nothing, "after a child has stored to none of the pages and has exited"},
    {store_to_all, do_nothing, "after a child has stored to all pages and has exited"},
    {replace_all, do_nothing, "after a child has replaced pages by sys_page_alloc and has exited"},
    {replace_and_store, store_to_all,
     "after a child has replaced pages, and its parent has stored to them"},
    {store_and_replace, do_nothing, "after a child has stored to pages, replaced them, and exited"},
    {store_half, store_to_all,
     "after a child has stored to half of the pages, and its parent to all"},
    {do_nothing, replace_all,
     "after the parent has replaced pages by sys_page_alloc and its child has exited"},
    {do_nothing, store_to_all, "after the parent has stored to all pages and its child has exited"},
};

void
process_main(void) {
    announce_fault(1, FAULT_GOES_ON);
    store_to_all();
    hog_leave(LEFT);
    const int before = capacity("at the start");
    for (unsigned i = 0; i < ARRAY_SIZE(situations); ++i) {
        pass(0);
        pid_t child = sys_fork();
        if (child == 0) {
            sys_yield();
            situations[i].childs();
            pass(1);
            await(2);
            sys_exit();
        }
        require(9, child > 0, "sys_fork returned %d", child);
        await(1);
        situations[i].parents();
        pass(2);
        await_end(child);
        require_capacity(before, situations[i].what);
    }
    trial_passed();
}
