// heartbeat.c: does the guest live? It counts looks, not time. A look counts only if QEMU has
// worked since the last one, or had nothing to do. So a busy or sleeping host does not matter.

#include "heartbeat.h"

#define STILL_LOOKS 5        // a guest whose clock stands still at so many looks is wedged
#define STILL_LOOKS_BOOT 120 // the same before the kernel's first word in the log
#define LOOK_WORK 400        // ms of processor time since the last look that make a look count
#define IDLE_WORK 10         // with fewer ms QEMU had nothing to do: the look counts, too

static bool look_counts(const struct heartbeat *heartbeat, long worked);

void
heartbeat_look(struct heartbeat *heartbeat, struct sight sight) {
    bool kernel_starts = heartbeat->booting && !sight.booting;
    bool restarts = sight.counted < heartbeat->counted;
    bool moves = sight.counted != heartbeat->counted;
    bool lives = moves || !sight.running || kernel_starts;
    heartbeat->ticks += restarts ? sight.counted : sight.counted - heartbeat->counted;
    heartbeat->counted = sight.counted;
    heartbeat->booting = sight.booting;
    if (lives || look_counts(heartbeat, sight.worked)) {
        heartbeat->still = lives ? 0 : heartbeat->still + 1;
        heartbeat->worked = sight.worked;
    }
    heartbeat->wedged = heartbeat->still >= (sight.booting ? STILL_LOOKS_BOOT : STILL_LOOKS);
    heartbeat->looks += 1;
}

// look_counts(heartbeat, worked)
//    Has QEMU had the time to do something since the last look that counted?
static bool
look_counts(const struct heartbeat *heartbeat, long worked) {
    long work = worked - heartbeat->worked;
    return worked < 0 || work >= LOOK_WORK || work < IDLE_WORK;
}
