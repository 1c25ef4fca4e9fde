#ifndef WEENSY_INPUT_H
#define WEENSY_INPUT_H

// input.h: reads what the guest, QEMU and the user send. Some of it ends the run.

#include "run.h"

// open_keys(run)
//    Decides which keys go to the guest: those of the terminal, if the tool is in its foreground;
//    or standard input, if the guest's output goes to standard output unchanged.
void open_keys(struct run *run);

// wait_for_input(run)
//    Waits for input, and reads it. Returns after a while even if none comes.
void wait_for_input(struct run *run);

// take_last_words(run)
//    Reads everything that the guest has sent.
void take_last_words(struct run *run);

// look_for_text(run)
//    Notes whether the text that the run waits for is on the screen. If so, later output counts
//    only in a recording.
void look_for_text(struct run *run);

#endif
