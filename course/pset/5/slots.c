// slots.c: processes 2 and 4 fault. Process 1 and process 3 then fork. The slots
// of the faulted ones are taken, and stay so: while others are free, at least. (Later, a kernel may
// use them again, if it frees their memory.)

#include "shared.h"

static bool
is_faulted(pid_t pid) {
    return pid == 2 || pid == 4;
}

static void never_returns
sleep_for_good(void) {
    reach(1);
    for (;;) {
        sys_yield();
    }
}

void
process_main(void) {
    const pid_t last = (pid_t) judge(JUDGE_LAST_PID, 0, 0);
    const pid_t pid = sys_getpid();
    if (pid == 4) {
        __asm__ volatile("ud2"); // no instruction
    } else if (pid == 2) {
        *(volatile char *) 8 = 0;
    } else if (pid == 3) {
        sleep_for_good();
    }
    await(5, 3, 1, "its start");
    for (uint64_t start = ticks; process_state(2) != 2 || process_state(4) != 2;) {
        require(0, ticks < start + PATIENCE, "processes 2 and 4 have not faulted");
        sys_yield();
    }
    int children = 0, free_slots = last - 4;
    while (children < free_slots) {
        trying("sys_fork of process 1, when processes 2 and 4 have faulted");
        pid_t child = sys_fork();
        if (child == 0) {
            sleep_for_good();
        }
        require(5, !is_faulted(child),
                "sys_fork returned %d: that is the slot of a process that has faulted, and %d "
                "slots are free",
                child, free_slots - children);
        require(5, child > 4 && child <= last, "sys_fork returned %d, when %d slots were free",
                child, free_slots - children);
        await(5, child, 1, "sys_fork");
        ++children;
    }
    require(5, process_state(2) == 2 && process_state(4) == 2,
            "after sys_fork, processes 2 and 4 are no longer what they were: faulted");
    trying("sys_fork of process 1, when processes 2 and 4 have faulted and no slot is free");
    pid_t child = sys_fork(); // the judge looks whether memory of a faulted process is lost
    if (child != 0) {
        require(5, child < 0 || is_faulted(child), "no slot is free, and sys_fork returned %d",
                child);
        trial_passed();
    }
    sleep_for_good();
}
