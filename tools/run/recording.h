#ifndef WEENSY_RECORDING_H
#define WEENSY_RECORDING_H

// recording.h: the files of a recording. Their names all begin with its path:
//
//   .events      what came from outside, and when: QEMU's file
//   .img         the disk that it booted
//   .machine     which machine it ran on
//   .symbols/    the ELF files of the kernel and the programs it ran, for gdb
//   .length      how many instructions it has, once that is known
//   .log, .screen: the output, if the command line names them so

#include "options.h"

// recording_begin(options)
//    Copies the ELF files that the options name into the run's directory, since a build may
//    replace them.
void recording_begin(const struct options *options);

// recording_keep(options, version)
//    Leaves all files, if QEMU, of that version, has left its events.
void recording_keep(const struct options *options, const char *version);

// recording_take(options)
//    Fills in the machine of the recording that the options replay, and its symbols, if they name
//    none. Fails if they ask for another machine.
void recording_take(struct options *options);

#endif
