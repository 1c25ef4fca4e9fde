#ifndef WEENSY_RENAME_H
#define WEENSY_RENAME_H

// rename.h: other names for our functions that have the names of the C library's, so that both fit
// into one program. The build includes this file first in everything of lib/ and vm/; tests include
// it through test.h, after the host's headers.

#define memcpy weensy_memcpy
#define memmove weensy_memmove
#define memset weensy_memset
#define memcmp weensy_memcmp
#define strlen weensy_strlen
#define strnlen weensy_strnlen
#define strcmp weensy_strcmp
#define strncmp weensy_strncmp
#define strchr weensy_strchr
#define strlcpy weensy_strlcpy
#define strtoul weensy_strtoul

#define snprintf weensy_snprintf
#define vsnprintf weensy_vsnprintf

#define rand weensy_rand
#define srand weensy_srand
#undef RAND_MAX

#define syscall weensy_syscall

#endif
