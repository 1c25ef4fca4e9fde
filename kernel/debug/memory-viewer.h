#ifndef WEENSY_MEMORY_VIEWER_H
#define WEENSY_MEMORY_VIEWER_H

// memory-viewer.h: shows memory on the screen, one coloured letter per page: physical memory above,
// and below it the virtual memory of one process, every half second of another one.
//
//     R reserved
//     K the kernel's
//     C the console
//     T the page of ticks
//     1 to 9, A to Z: a page of process 1 to 35; ? of a later process; S shared by several
//     L lost: its reference count says that it is in use, but nothing refers to it
//     . free
//     P in virtual memory only: a program's read-only page, in the copy of the disk image
//     ! another contradiction: a kernel page open to users, a free page that is mapped, or a
//       reference count that is not the number of references
//
// Pages that users can access are inverted. The log says what is wrong with L and ! pages.

#include "kernel-only.h"

// memory_viewer_toggle()
//    Turns the viewer on or off. Turning it off restores what the screen showed before.
void memory_viewer_toggle(void);

// memory_viewer_update()
//    Draws the viewer anew, if it is on, ten times a second. The kernel calls it at each tick.
void memory_viewer_update(void);

#endif
