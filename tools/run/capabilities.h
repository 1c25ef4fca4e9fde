#ifndef WEENSY_CAPABILITIES_H
#define WEENSY_CAPABILITIES_H

// capabilities.h: what the installed QEMU can do, and whether that is enough. The functions that
// start QEMU to ask it fail if there is none.

#include "options.h"

// opens_windows(options)
//    Whether QEMU can open windows. Asks it.
bool opens_windows(const struct options *options) must_check;

// require_plugins(options)
//    Fails if QEMU takes no plugins: it is too old, or was built without. Asks it.
void require_plugins(const struct options *options);

// ask_version(options)
//    QEMU's major version; 0 if it names none, so that it is not QEMU.
int ask_version(const struct options *options) must_check;

// require_version(options, version)
//    Fails if that major version is too old, or 0.
void require_version(const struct options *options, int version);

// require_recorder(options, version)
//    Fails if the run replays a recording that another version made.
void require_recorder(const struct options *options, const char *version);

// no_qemu(options)
//    Fails: there is no such QEMU, and this is what to do.
void no_qemu(const struct options *options) never_returns;

#endif
