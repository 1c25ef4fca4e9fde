// keys.c: the keyboard as a control panel.

#include "keys.h"
#include "disk-image.h"
#include "keyboard.h"
#include "memory-viewer.h"
#include "power.h"

static void restart_with(const char *program, const char *command);

void
handle_keys(void) {
    enum { MOST_KEYS = 16 }; // a whole queue; somebody may send keys without end
    int key;
    for (int i = 0; i < MOST_KEYS && (key = keyboard_getc()) >= 0; ++i) {
        switch (key) {
        case 'q':
        case KEY_CONTROL_C: power_off(); // does not return
        case 'm': memory_viewer_toggle(); break;
        // The command strings of these run targets, as GNUmakefile has them.
        case 'a':
            restart_with("allocators", "allocators allocators allocators allocators viewer=1");
            break;
        case 'f': restart_with("fork", "fork viewer=1"); break;
        case 'e': restart_with("forkexit", "forkexit viewer=1"); break;
        }
    }
}

// restart_with(program, command)
//    Restarts, if the disk image has that program.
static void
restart_with(const char *program, const char *command) {
    if (disk_image_find(program).name != NULL) {
        restart(command);
    }
}
