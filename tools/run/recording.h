#ifndef WEENSY_RECORDING_H
#define WEENSY_RECORDING_H

// recording.h: the files of a recording, all of which begin with its path:
//
//   .events      what came from outside, and when: QEMU's file
//   .img         the disk that it has booted
//   .machine     which machine that was
//   .symbols/    the ELF files of that day's kernel and programs, for gdb
//   .length      how many instructions it has, once that is known
//   .log, .screen: what came out, if the command line names them so

#include "options.h"

// recording_begin(options)
//    Copies the ELF files that the options name into the run's directory: a build may replace them.
void recording_begin(const struct options *options);

// recording_keep(options, version)
//    Leaves all of it, if QEMU, of that version, has left its part.
void recording_keep(const struct options *options, const char *version);

// recording_take(options)
//    Fills in the machine, and, if the options name no symbols, those of the recording. Fails if
//    the options ask for another machine.
void recording_take(struct options *options);

#endif
