// keys.c: the keyboard as a control panel.

#include "keys.h"
#include "keyboard.h"
#include "memory-viewer.h"
#include "power.h"

void
handle_keys(void) {
    int key;
    while ((key = keyboard_getc()) >= 0) {
        switch (key) {
        case 'q':
        case KEY_CONTROL_C: power_off(); // does not return
        case 'm': memory_viewer_toggle(); break;
        // The command strings of these run targets, as GNUmakefile has them.
        case 'a':
            restart("allocators allocators allocators allocators viewer=1"); // does not return
        case 'f': restart("fork viewer=1");
        case 'e': restart("forkexit viewer=1");
        }
    }
}
