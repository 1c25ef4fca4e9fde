// often.c: many children, one after another and five at a time: no page and no slot is lost.

#include "family.h"

enum { GENERATIONS = 150, AT_A_TIME = 5, ROUNDS = 10 };

static void
one_after_another(void) {
    const unsigned before = free_page_count();
    for (int i = 0; i < GENERATIONS; ++i) {
        const pid_t child = sys_fork();
        if (child == 0) {
            leave();
        }
        require(6, child > 0,
                "after %d children that have all exited, sys_fork returned %d, with %u free pages",
                i, child, free_page_count());
        wait_for_exit(child);
        require_free(before, "sys_fork and the child's sys_exit");
    }
}

static void
several_at_a_time(void) {
    const unsigned before = free_page_count();
    pid_t children[AT_A_TIME];
    for (int i = 0; i < AT_A_TIME; ++i) {
        children[i] = fork_here();
        if (children[i] == 0) {
            if (i % 2 == 0) {
                sys_yield();
            }
            leave();
        }
    }
    for (int i = 0; i < AT_A_TIME; ++i) {
        wait_for_exit(children[i]);
    }
    require_free(before, "five sys_fork and the children's sys_exit");
}

void
process_main(void) {
    one_after_another();
    for (int i = 0; i < ROUNDS; ++i) {
        several_at_a_time();
    }
    trial_passed();
}
