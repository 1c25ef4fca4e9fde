#ifndef WEENSY_REPLACES_H
#define WEENSY_REPLACES_H

// replaces.h: functions that replace the kernel's, by the linker's --wrap; tests.mk lists them. Calls
// in the file that defines the kernel's function still reach that one.

// replaces(type, function, ...)
//    The kernel's function is __real_FUNCTION; callers get __wrap_FUNCTION.
#define replaces(type, function, ...)                                                              \
    type __real_##function(__VA_ARGS__);                                                           \
    type __wrap_##function(__VA_ARGS__);                                                           \
    type __wrap_##function(__VA_ARGS__)

#endif
