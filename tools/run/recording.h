#ifndef WEENSY_RECORDING_H
#define WEENSY_RECORDING_H

// recording.h: the files of a recording. They have the same path, with these endings:
//
//   .events      what came from outside, and when: QEMU's file
//   .img         the disk from which the machine booted
//   .machine     which machine it was
//   .symbols/    the ELF files of its kernel and its programs, for gdb
//   .length      how many instructions the recording has, once that is known
//   .log, .screen: the output, if the command line names them so

#include "options.h"

// recording_begin(options)
//    Copies the ELF files that the options name into the run's directory, since a build may replace
//    the originals.
void recording_begin(const struct options *options);

// recording_keep(options, version)
//    Writes all files of the recording, if QEMU has left its events. version: QEMU's.
void recording_keep(const struct options *options, const char *version);

// recording_take(options)
//    Fills in the machine of the recording that the options replay, and its symbols, if the options
//    name none. Fails if the options ask for another machine.
void recording_take(struct options *options);

#endif
