// main.c: the program attack: it tries all hostile acts, and says what came of them.

#include "attack.h"

void
process_main(void) {
    start_heartbeat_and_witness();
    attack_by_everything();
    report_all();
    for (;;) {
        sys_yield();
    }
}
