// capabilities.c: asks the installed QEMU what it can do.

#include "capabilities.h"
#include "directory.h"
#include "host.h"
#include "process.h"

#include <stdlib.h>
#include <string.h>

#define VERSION_MIN 5
#define VERSION_BACK 6 // the first that can go back in a recording

// answer(options, question, argument)
//    What QEMU prints when it is started with option `question` and its argument, or NULL.
static const char *
answer(const struct options *options, const char *question, const char *argument) {
    const char *path = in_directory(ANSWER_FILE);
    const char *argv[] = {options->qemu, question, argument, NULL};
    if (program_missing(wait_for_process(start_process(argv, path)))) {
        no_qemu(options);
    }
    const char *printed = read_file(path, NULL);
    return printed ? printed : "";
}

bool
opens_windows(const struct options *options) {
    const char *displays = answer(options, "-display", "help"); // one per line
    return strstr(displays, "\ngtk\n") || strstr(displays, "\nsdl\n")
           || strstr(displays, "\ncocoa\n");
}

void
require_plugins(const struct options *options) {
    if (!strstr(answer(options, "-help", NULL), "\n-plugin ")) {
        fail("%s takes no plugins, which a trace needs: QEMU 7.2 or newer, built with them, does",
             options->qemu);
    }
}

int
ask_version(const struct options *options) {
    const char *word = "QEMU emulator version ";
    const char *version = strstr(answer(options, "--version", NULL), word);
    return version ? atoi(version + strlen(word)) : 0;
}

void
require_version(const struct options *options, int version) {
    if (version == 0) {
        fail("%s is not QEMU; ./setup.sh installs it", options->qemu);
    } else if (version < VERSION_MIN) {
        fail("%s is QEMU %d, which is too old: %d or newer is needed; ./setup.sh installs it",
             options->qemu, version, VERSION_MIN);
    } else if (goes_back(options) && version < VERSION_BACK) {
        fail("%s is QEMU %d, which cannot go back in a recording: %d or newer is needed",
             options->qemu, version, VERSION_BACK);
    }
}

void
require_recorder(const struct options *options, const char *version) {
    if (options->replay && strcmp(options->recorded_by, version) != 0) {
        fail("%s was recorded with QEMU %s; this is QEMU %s, with which it cannot be replayed:"
             " record it anew",
             options->name, options->recorded_by, version);
    }
}

void
no_qemu(const struct options *options) {
    fail("there is no %s; ./setup.sh installs QEMU", options->qemu);
}
