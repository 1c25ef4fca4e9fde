// mode.c: decides how to show the screen.

#include "mode.h"
#include "capabilities.h"
#include "host.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Headless, the guest's clock counts instructions, so the text is the same each time, on every
// host. With this shift, a tick has so few instructions that a program prints less than a screen in
// it.
#define HEADLESS_SHIFT 6

static bool is_dumb(void);
static bool has_display(void);
static bool gives_qemu(const struct options *options, const char *option);
static bool has_own_clock(const struct options *options);

void
choose_mode(struct options *options) {
    bool automatic = options->mode == MODE_AUTO;
    run_mode in_terminal = is_dumb() ? MODE_HEADLESS : MODE_CONSOLE;
    if (automatic) {
        bool terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
        options->mode = !terminal ? MODE_HEADLESS : has_display() ? MODE_GRAPHIC : in_terminal;
    }
    bool shows = options->mode == MODE_GRAPHIC || (options->mode == MODE_GDB && has_display());
    options->window = shows && (gives_qemu(options, "-display") || opens_windows(options));
    if (options->mode == MODE_GRAPHIC && !options->window) {
        if (!automatic) {
            fail("this QEMU opens no window; 'make run-console-%s' needs none", options->name);
        }
        options->mode = in_terminal;
    }
    if (options->mode == MODE_CONSOLE && isatty(STDOUT_FILENO) && is_dumb()) {
        fail("TERM=dumb: this terminal shows no screens; 'make run-headless-%s' gives plain text",
             options->name);
    }
    if (options->mode == MODE_HEADLESS && options->virtual_shift < 0 && !is_repeatable(options)
        && !has_own_clock(options)) {
        options->virtual_shift = HEADLESS_SHIFT;
    }
}

// is_dumb()
//    Whether the terminal says that it understands no control sequences.
static bool
is_dumb(void) {
    const char *terminal = getenv("TERM");
    return terminal && strcmp(terminal, "dumb") == 0;
}

static bool
has_display(void) {
#ifdef __APPLE__
    return true;
#else
    const char *x11 = getenv("DISPLAY"), *wayland = getenv("WAYLAND_DISPLAY");
    return (x11 && *x11) || (wayland && *wayland);
#endif
}

// gives_qemu(options, option)
//    Whether the user passes QEMU that option.
static bool
gives_qemu(const struct options *options, const char *option) {
    for (char **argument = options->qemu_arguments; *argument; ++argument) {
        if (strcmp(*argument, option) == 0) {
            return true;
        }
    }
    return false;
}

// has_own_clock(options)
//    Whether the user passes QEMU an option that decides how the guest's clock runs.
static bool
has_own_clock(const struct options *options) {
    return gives_qemu(options, "-icount") || gives_qemu(options, "-accel")
           || gives_qemu(options, "-enable-kvm");
}
