// all.c: all hostile acts, in order. Last come those that leave other processes or bytes behind.

#include "attack.h"

void
attack_by_everything(void) {
    attack_by_address();
    attack_by_call();
    attack_memory();
    attack_control();
    attack_by_extensions();
    attack_by_local_descriptors();
    attack_ports();
    attack_by_exceptions();
    attack_by_interrupts();
    attack_what_is_left();
    attack_resources();
    attack_pipe();
}
