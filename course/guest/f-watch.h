#ifndef WEENSY_F_WATCH_H
#define WEENSY_F_WATCH_H

// f-watch.h: does sys_spawn leave other processes alone, and the memory of all of them?

#include "kernel-only.h"
#include "types.h"

// watch_before_spawn(pid), watch_after_spawn()
//    Process `pid` is about to call sys_spawn; the call is over. Logs "changed PID VA" if the call
//    changed the page at VA in the memory of process PID, "changed PID 0" if it changed its
//    registers or its entry in the process table; once for each call.
void watch_before_spawn(pid_t pid);
void watch_after_spawn(void);

#endif
