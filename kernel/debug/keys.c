// keys.c: the keyboard as a control panel.

#include "keys.h"
#include "command.h"
#include "disk-image.h"
#include "keyboard.h"
#include "memory-viewer.h"
#include "power.h"

static void restart_for(char key);

void
handle_keys(void) {
    enum { MOST_KEYS = 16 }; // a whole queue; the serial line may send keys without end
    int key;
    for (int i = 0; i < MOST_KEYS && (key = keyboard_getc()) >= 0; ++i) {
        switch (key) {
        case 'q':
        case KEY_CONTROL_C: power_off(); // does not return
        case 'm': memory_viewer_toggle(); break;
        default: restart_for((char) key);
        }
    }
}

// restart_for(key)
//    Restarts with the command string that the current one has for `key`, if it has one.
static void
restart_for(char key) {
    char command[COMMAND_SIZE];
    if (command_of_key(disk_image_info()->command, key, command, sizeof(command))) {
        restart(command);
    }
}
