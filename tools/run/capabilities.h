#ifndef WEENSY_CAPABILITIES_H
#define WEENSY_CAPABILITIES_H

// capabilities.h: what the QEMU that there is can do, and whether that is enough. It is asked as
// people would ask it, by --version and the like; if there is no QEMU, asking fails.

#include "options.h"

// opens_windows(options)
//    Whether QEMU can open one.
bool opens_windows(const struct options *options) must_check;

// require_plugins(options)
//    Fails if QEMU takes none: then it is too old, or was built without.
void require_plugins(const struct options *options);

// ask_version(options)
//    QEMU's major version. 0: it does not say, so it is not QEMU.
int ask_version(const struct options *options) must_check;

// require_version(options, version)
//    Fails if that major version is not new enough.
void require_version(const struct options *options, int version);

// require_recorder(options, version)
//    Fails if a recording is to be replayed that another version has made.
void require_recorder(const struct options *options, const char *version);

// no_qemu(options)
//    Fails: there is no such QEMU, and here is what to do.
void no_qemu(const struct options *options) never_returns;

#endif
