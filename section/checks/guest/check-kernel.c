// check-kernel.c: a kernel that runs one check of exercises.c, and ends. The check is the function
// run_check, in a file that is linked with this one; it tells the host what it sees through the
// log. kalloc and kfree keep a record, by which a check finds out what was done with each page.

#include "check-kernel.h"
#include "assert.h"
#include "direct-map.h"
#include "disk-image.h"
#include "fault.h"
#include "kernel.h"
#include "log.h"
#include "power.h"
#include "string.h"
#include "vmiter.h"

x86_64_pagetable kernel_pagetable[1];
page_record page_records[NRECORDS];

void
kernel_start(const char *command) {
    log_printf("kernel_start: %s\n", command);
    run_check();
    log_printf("check: over\n");
    end_run(EXIT_OK);
    for (;;) {
    }
}

void *
kalloc(size_t size) {
    for (unsigned i = 0; size <= PAGESIZE && i < NRECORDS; ++i) {
        if (page_records[i].state == RECORD_FREE) {
            void *page = pa2kptr(RECORDS_START + i * (uint64_t) PAGESIZE);
            page_records[i] = (page_record) {.state = RECORD_ALLOCATED, .kfrees = 0};
            memset(page, 0xA5, PAGESIZE);
            return page;
        }
    }
    return NULL;
}

page_record *
page_record_of(uint64_t pa) {
    bool recorded = pa >= RECORDS_START && pa < RECORDS_END && pa % PAGESIZE == 0;
    return recorded ? &page_records[(pa - RECORDS_START) / PAGESIZE] : NULL;
}

// kfree(pointer)
//    A freed page is never used again in this kernel, and what it held is gone, so that who reads
//    it afterwards gets nonsense: entries that are present, and map to physical address 0.
void
kfree(void *pointer) {
    page_record *record = page_record_of((uint64_t) pointer);
    if (pointer == NULL) {
        return;
    } else if (record == NULL) {
        log_printf("check: kfree of %p, which is no page from kalloc\n", pointer);
        return;
    }
    record->kfrees += 1;
    record->state = RECORD_FREED;
    memset(pointer, 0, PAGESIZE);
}

void
exception(regstate *regs) {
    fault_panic(regs);
}

uintptr_t
syscall(regstate *regs) {
    (void) regs;
    return 0;
}

const pid_t view_last_pid = 0;

bool
view_process(pid_t pid, process_view *view) {
    (void) pid;
    (void) view;
    return false;
}

void
view_page(uint64_t pa, page_view *view) {
    (void) pa;
    *view = (page_view) {.kind = PAGE_KERNEL, .refcount = 0};
}
