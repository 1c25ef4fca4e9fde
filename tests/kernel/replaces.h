#ifndef WEENSY_REPLACES_H
#define WEENSY_REPLACES_H

// replaces.h: functions that take the place of the kernel's, by the linker's --wrap; tests.mk
// lists them. Calls within the file that has the kernel's function are not diverted.

// replaces(type, function, ...)
//    The kernel's function is __real_FUNCTION, and the one that is called is __wrap_FUNCTION.
#define replaces(type, function, ...)                                                              \
    type __real_##function(__VA_ARGS__);                                                           \
    type __wrap_##function(__VA_ARGS__);                                                           \
    type __wrap_##function(__VA_ARGS__)

#endif
