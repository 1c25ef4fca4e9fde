// check-kernel.c: a kernel that runs one check of exercises.c, and ends. The check is the function
// run_check, in a file linked with this one; it reports to the host through the log. kalloc and
// kfree keep records, from which a check learns what was done with each page. A check that runs too
// long is ended. Page 0 is not mapped.

#include "check-kernel.h"
#include "assert.h"
#include "backtrace.h"
#include "direct-map.h"
#include "disk-image.h"
#include "fault.h"
#include "kernel.h"
#include "log.h"
#include "math.h"
#include "report.h"
#include "string.h"
#include "timer.h"
#include "vmiter.h"
#include "x86.h"

x86_64_pagetable kernel_pagetable[1];  // empty, so that a check sees what someone maps there
static x86_64_pagetable memory_map[1]; // the one in use
page_record page_records[NRECORDS];

static void map_memory(void);

void
kernel_start(const char *command) {
    log_printf("kernel_start: %s\n", command);
    map_memory();
    run_check();
    report_line("over");
    report_end();
}

static void
map_range(uint64_t start, uint64_t end) {
    for (uint64_t addr = start; addr < end; addr += PAGESIZE) {
        vmiter_map(vmiter_at(memory_map, addr), addr, PTE_P | PTE_W);
    }
}

// map_memory()
//    Maps every address except page 0 to itself, page by page, so that kfree can unmap single
//    pages.
static void
map_memory(void) {
    const uint64_t image_end =
        IMAGE_ADDR + (uint64_t) disk_image_info()->image_sectors * SECTORSIZE;
    assert(image_end <= RECORDS_START);
    map_range(PAGESIZE, KERNEL_STACK_BOTTOM - PAGESIZE);
    map_range(KERNEL_STACK_BOTTOM, image_end);
    map_range(RECORDS_START, RECORDS_END);
    for (unsigned i = 0; page_records[i].state == RECORD_ALLOCATED; ++i) {
        page_records[i].state = RECORD_KERNEL;
    }
    write_cr3(kptr2pa(memory_map));
}


page_record *
page_record_of(uint64_t pa) {
    bool recorded = pa >= RECORDS_START && pa < RECORDS_END && pa % PAGESIZE == 0;
    return recorded ? &page_records[(pa - RECORDS_START) / PAGESIZE] : NULL;
}

// Functions of exercises.c look at this word before they return (-fstack-protector-all): a write
// beyond the end of one of their variables changes the copy of it that lies there.
uintptr_t __stack_chk_guard = 0x5AFE57AC00C0FFEE;

void __stack_chk_fail(void) never_returns;

void
__stack_chk_fail(void) {
    panic("a function writes beyond the end of a variable of its own, into the stack");
}

void *
kalloc(size_t size) {
    for (unsigned i = 0; size <= PAGESIZE && i < NRECORDS; ++i) {
        if (page_records[i].state == RECORD_FREE) {
            void *page = pa2kptr(RECORDS_START + i * (uint64_t) PAGESIZE);
            page_records[i] = (page_record) {.state = RECORD_ALLOCATED};
            memset(page, 0xA5, PAGESIZE);
            return page;
        }
    }
    return NULL;
}

// kfree(pointer)
//    A freed page is never handed out again and is no longer mapped: an access to it faults, and
//    exception() notes that.
void
kfree(void *pointer) {
    page_record *record = page_record_of(kptr2pa(pointer));
    if (pointer == NULL) {
        return;
    } else if (record == NULL || record->state == RECORD_FREE || record->state == RECORD_KERNEL) {
        report_line("kfree of %p, which is not a page from kalloc", pointer);
        return;
    }
    record->kfrees += 1;
    record->state = RECORD_FREED;
    if (record->touched == 0) {
        vmiter_map(vmiter_at(memory_map, (uint64_t) pointer), (uint64_t) -1, 0);
    }
}

// note_touch(regs)
//    Was this the first access to a freed page? Then notes it, and maps the page again, with its
//    old contents, so that what follows does not depend on luck.
static bool
note_touch(const regstate *regs) {
    uint64_t pa = round_down(read_cr2(), PAGESIZE);
    page_record *record = page_record_of(pa);
    if (regs->reg_intno != INT_PF || record == NULL || record->state != RECORD_FREED
        || record->touched != 0) {
        return false;
    }
    record->touched = regs->reg_rip;
    vmiter_map(vmiter_at(memory_map, pa), pa, PTE_P | PTE_W);
    return true;
}


// The watch over time. A tick in kernel mode does not reach exception(), so the interrupt
// controller (Intel 8259A data sheet) gets a vector that the layers below do not know.

enum {
    INT_WATCH = INT_IRQ + 16,

    PIC_COMMAND = 0x20,
    PIC_DATA = 0x21,
    PIC_INITIALIZE = 0x11, // edge-triggered, cascaded, four initialization words:
    PIC_CASCADE = 1 << 2,  // the second controller's line
    PIC_8086_MODE = 0x01,
    PIC_TIMER_ONLY = 0xFE, // masks all others
    PIC_END_OF_INTERRUPT = 0x20,
};

void
start_watch(void) {
    outb(PIC_COMMAND, PIC_INITIALIZE);
    outb(PIC_DATA, INT_WATCH);
    outb(PIC_DATA, PIC_CASCADE);
    outb(PIC_DATA, PIC_8086_MODE);
    outb(PIC_DATA, PIC_TIMER_ONLY);
    __asm__ volatile("sti" : : : "memory");
}

// watch(regs)
//    A tick. When time is over, reports where the kernel is, and ends the run.
static void
watch(const regstate *regs) {
    outb(PIC_COMMAND, PIC_END_OF_INTERRUPT);
    ticks = ticks + 1;
    if (ticks >= (uint64_t) report_option("deadline", 1000)) {
        report_line("time is over");
        report_trace(backtrace_of(regs, memory_map, NULL));
        report_end();
    }
}

void
exception(regstate *regs) {
    if (regs->reg_intno == INT_WATCH) {
        watch(regs);
    } else if (!note_touch(regs)) {
        fault_panic(regs);
    }
}


// What the shared layers need from a kernel with processes. This one has none.

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
