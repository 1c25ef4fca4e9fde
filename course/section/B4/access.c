// access.c: exercise B4: an access that the kernel may refuse. The build defines ADDRESS and one of
// READ, WRITE, EXECUTE; and UNDO_ADDRESS and UNDO_PERMISSIONS if a page is to be mapped before.

#include "check.h"
#include "undo.h"

void
process_main(void) {
#ifdef UNDO_ADDRESS
    check_call(UNDO_MAP, UNDO_ADDRESS, UNDO_PERMISSIONS);
#endif
    check_log("walk");
#if defined(READ)
    (void) *(const volatile char *) ADDRESS;
#elif defined(WRITE)
    __asm__ volatile("lock orb $0, %0" : "+m"(*(volatile char *) ADDRESS)); // changes nothing
#else
    ((void (*)(void)) ADDRESS)();
#endif
    check_log("the access is done");
    for (;;) {
        sys_yield();
    }
}
