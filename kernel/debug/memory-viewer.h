#ifndef WEENSY_MEMORY_VIEWER_H
#define WEENSY_MEMORY_VIEWER_H

// memory-viewer.h: memory on the screen, one coloured letter a page: physical memory above, the
// virtual memory of one process below, turning to the next process every half second.
//
//     R reserved
//     K the kernel's
//     C the console, T the page of ticks
//     1 to 9, A to Z: of processes 1 to 35, ? of one behind; S: of several
//     L lost: its reference count says that it is in use, and nobody has it
//     . free
//     P in virtual memory only: a program's read-only page, in the copy of the disk image
//     ! another contradiction: a kernel page open to users, a free page that is mapped, or a
//       reference count that is not the number of references
//
// Pages that users can access are inverted. L and ! are logged, too.

#include "kernel-only.h"

// memory_viewer_toggle()
//    Turns the viewer on or off. What the screen showed before comes back.
void memory_viewer_toggle(void);

// memory_viewer_update()
//    Brings the screen up to date, if the viewer is on and it is time. The kernel calls it at each
//    tick.
void memory_viewer_update(void);

#endif
