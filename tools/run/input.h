#ifndef WEENSY_INPUT_H
#define WEENSY_INPUT_H

// input.h: what the guest, QEMU and the user send during a run. Some of it ends the run.

#include "run.h"

// open_keys(run)
//    Keys come from the terminal, or, if the guest's screen goes to standard output as it is, from
//    whatever standard input is. From the background the terminal is left alone.
void open_keys(struct run *run);

// wait_for_input(run)
//    Takes in what comes, or returns after a while.
void wait_for_input(struct run *run);

// take_last_words(run)
//    Takes in what the guest has sent, and is still on its way.
void take_last_words(struct run *run);

// look_for_text(run)
//    Is what the run waits for on the screen? Then so much of its output counts, and no more.
void look_for_text(struct run *run);

#endif
