#ifndef WEENSY_INPUT_H
#define WEENSY_INPUT_H

// input.h: takes in what the guest, QEMU and the user send. Some of it ends the run.

#include "run.h"

// open_keys(run)
//    Decides whose keys go to the guest: the terminal's, if the tool is in its foreground; or, if
//    the guest's output goes unchanged to standard output, whatever standard input is.
void open_keys(struct run *run);

// wait_for_input(run)
//    Takes in what comes. Returns after a while even if nothing does.
void wait_for_input(struct run *run);

// take_last_words(run)
//    Takes in what the guest has sent and the tool has not yet read.
void take_last_words(struct run *run);

// look_for_text(run)
//    Notes whether the text that the run waits for is on the screen. If so, later output counts
//    only in a recording.
void look_for_text(struct run *run);

#endif
