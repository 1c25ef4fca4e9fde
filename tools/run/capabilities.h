#ifndef WEENSY_CAPABILITIES_H
#define WEENSY_CAPABILITIES_H

// capabilities.h: what the installed QEMU can do, and whether that is enough. Some of these
// functions start QEMU to ask it; they fail if it is not installed.

#include "options.h"

// opens_windows(options)
//    Whether QEMU can open windows. Starts it.
bool opens_windows(const struct options *options) must_check;

// require_plugins(options)
//    Fails if QEMU takes no plugins: it is too old, or was built without them. Starts it.
void require_plugins(const struct options *options);

// ask_version(options)
//    QEMU's major version; 0 if the program names none, so it is not QEMU. Starts it.
int ask_version(const struct options *options) must_check;

// require_version(options, version)
//    Fails if this major version is 0, or too old for the run.
void require_version(const struct options *options, int version);

// require_recorder(options, version)
//    Fails if the run replays a recording that another version than `version` made.
void require_recorder(const struct options *options, const char *version);

// no_qemu(options)
//    Fails: says that QEMU is not installed, and what to do.
void no_qemu(const struct options *options) never_returns;

#endif
