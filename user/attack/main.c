// main.c: the program attack, which tries every hostile act that we know and reports the outcomes.

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
