// test-user-memory.c: how system calls treat addresses at which the process has no memory. For each
// bad address they return E_FAULT, write nothing there, and lose nothing from the pipe.

#include "test.h"

#define DIRECT_MAP 0xFFFF800000000000
#define GUARD_PAGE (STACK_PAGE - PAGESIZE)
#define CONSOLE_END (CONSOLE_ADDR + PAGESIZE)

struct range {
    const char *name;
    uintptr_t address;
    size_t size;
};

// Bad for reading and writing.
static const struct range bad_ranges[] = {
    {"address 0", 0, 16},
    {"the end of page 0", PAGESIZE - 1, 1},
    {"a free page", 0x2000, 16},
    {"the byte before the kernel", KERNEL_START_ADDR - 1, 1},
    {"across the end of the clock's page", TICKS_ADDR + PAGESIZE - 1, 2},
    {"the kernel's code", KERNEL_START_ADDR + PAGESIZE, 16},
    {"the kernel's stack", KERNEL_STACK_TOP - 16, 16},
    {"devices", 0xA0000, 16},
    {"the byte before the console", CONSOLE_ADDR - 1, 1},
    {"across the start of the console", CONSOLE_ADDR - 1, 2},
    {"across the end of the console", CONSOLE_END - 1, 2},
    {"the byte after the console", CONSOLE_END, 1},
    {"the byte before the process", PROC_START_ADDR - 1, 1},
    {"across the start of the process", PROC_START_ADDR - 8, 16},
    {"the middle of the process", 0x200000, 16},
    {"the page below the stack", GUARD_PAGE, 16},
    {"across the start of the stack", STACK_PAGE - 1, 2},
    {"across the end of the stack", MEMSIZE_VIRTUAL - 1, 2},
    {"the byte after the stack", MEMSIZE_VIRTUAL, 1},
    {"all of the process", PROC_START_ADDR, MEMSIZE_VIRTUAL - PROC_START_ADDR},
    {"the last canonical byte below", 0x7FFFFFFFFFFF, 1},
    {"the first non-canonical byte", 0x800000000000, 1},
    {"the last non-canonical byte", 0xFFFF7FFFFFFFFFFF, 1},
    {"across into the direct map", 0xFFFF7FFFFFFFFFFF, 2},
    {"page 0 in the direct map", DIRECT_MAP, 16},
    {"the kernel's code in the direct map", DIRECT_MAP + KERNEL_START_ADDR + PAGESIZE, 16},
    {"the console in the direct map", DIRECT_MAP + CONSOLE_ADDR, 16},
    {"free memory in the direct map", DIRECT_MAP + PROC_START_ADDR, 16},
    {"the last byte", UINT64_MAX, 1},
    {"across the last byte", UINT64_MAX, 2},
    {"the stack, to the last byte", STACK_PAGE, -(size_t) STACK_PAGE},
    {"the stack, around to 0", STACK_PAGE, -(size_t) STACK_PAGE + 1},
    {"the stack, around to itself", STACK_PAGE, SIZE_MAX},
    {"2^63 bytes at the stack", STACK_PAGE, 1UL << 63},
    {"2^32 bytes at the stack", STACK_PAGE, 1UL << 32},
};

// Good for reading, bad for writing.
static const struct range read_only_ranges[] = {
    {"the clock", TICKS_ADDR, 8},
    {"the program's code", PROC_START_ADDR, 16},
    {"the program's constants", (uintptr_t) bad_ranges, 16},
};

static char saved[2];

// check_pipe_is_empty()
//    The next byte written is the next byte read.
static void
check_pipe_is_empty(void) {
    check_equal(sys_pipewrite("x", 1), 1);
    check_equal(sys_piperead(saved, 2), 1);
    check_equal(saved[0], 'x');
}

static void
pipewrite_refuses_bad_ranges(void) {
    for (size_t i = 0; i < ARRAY_SIZE(bad_ranges); ++i) {
        const struct range *r = &bad_ranges[i];
        check_case(r->name, sys_pipewrite((void *) r->address, r->size), E_FAULT);
    }
    check_pipe_is_empty();
}

static void
pipewrite_reads_what_the_process_can_read(void) {
    for (size_t i = 0; i < ARRAY_SIZE(read_only_ranges); ++i) {
        const struct range *r = &read_only_ranges[i];
        char copy[16];
        check_case(r->name, sys_pipewrite((void *) r->address, r->size), r->size);
        check_case(r->name, sys_piperead(copy, sizeof(copy)), r->size);
        bool is_clock = r->address == TICKS_ADDR;
        check(is_clock || memcmp(copy, (void *) r->address, r->size) == 0);
    }
}

// piperead_refuses(ranges, n)
//    The pipe holds one byte, which no refused call takes out; nor does one wait on an empty pipe.
static void
piperead_refuses(const struct range *ranges, size_t n) {
    for (int is_filled = 0; is_filled < 2; ++is_filled) {
        check_equal(sys_pipewrite("y", is_filled), is_filled);
        for (size_t i = 0; i < n; ++i) {
            check_case(ranges[i].name, sys_piperead((void *) ranges[i].address, ranges[i].size),
                       E_FAULT);
        }
    }
    check_equal(sys_piperead(saved, 2), 1);
    check_equal(saved[0], 'y');
}

static void
piperead_refuses_bad_ranges(void) {
    piperead_refuses(bad_ranges, ARRAY_SIZE(bad_ranges));
}

static void
piperead_refuses_read_only_memory(void) {
    piperead_refuses(read_only_ranges, ARRAY_SIZE(read_only_ranges));
}

static void
pipe_calls_of_0_bytes_look_at_no_address(void) {
    for (size_t i = 0; i < ARRAY_SIZE(bad_ranges); ++i) {
        check_case(bad_ranges[i].name, sys_pipewrite((void *) bad_ranges[i].address, 0), 0);
        check_case(bad_ranges[i].name, sys_piperead((void *) bad_ranges[i].address, 0), 0);
    }
}

static void
getsysname_refuses_bad_addresses(void) {
    for (size_t i = 0; i < ARRAY_SIZE(bad_ranges); ++i) {
        const struct range *r = &bad_ranges[i];
        if (r->size <= SYSNAME_SIZE && r->address != STACK_PAGE) {
            check_case(r->name, sys_getsysname((char *) r->address), E_FAULT);
        }
    }
    for (size_t i = 0; i < ARRAY_SIZE(read_only_ranges); ++i) {
        const struct range *r = &read_only_ranges[i];
        check_case(r->name, sys_getsysname((char *) r->address), E_FAULT);
    }
}

static void
spawn_refuses_names_at_bad_addresses(void) {
    for (size_t i = 0; i < ARRAY_SIZE(bad_ranges); ++i) {
        check_case(bad_ranges[i].name, sys_spawn((char *) bad_ranges[i].address) < 0, true);
    }
}

static void
spawn_stops_at_the_first_byte_it_cannot_read(void) {
    check_equal(sys_page_alloc(page(0)), 0);
    memset(page(0), 'A', PAGESIZE);
    check_equal(sys_spawn(page(1) - 1), E_FAULT);
    check_equal(sys_spawn(page(1) - PROGRAM_NAME_MAX), E_FAULT);
    check_equal(sys_spawn(page(1) - PROGRAM_NAME_MAX - 1), E_NOENT); // too long, but readable
    page(1)[-1] = '\0';
    check_equal(sys_spawn(page(1) - 1), E_NOENT);
    check_equal(sys_spawn(page(1) - 5), E_NOENT);
}

static void
console_is_a_good_address(void) {
    char *cells = (char *) CONSOLE_ADDR;
    check_equal(sys_getsysname(cells), 0);
    check_equal(sys_pipewrite(cells, 16), 16);
    check_equal(sys_piperead(cells, 16), 16);
    char *in_last_cells = cells + CONSOLE_CELLS * 2 - SYSNAME_SIZE;
    check_equal(sys_getsysname(in_last_cells), 0);
}

void
process_main(void) {
    static const struct test tests[] = {
        TEST(pipewrite_refuses_bad_ranges),
        TEST(pipewrite_reads_what_the_process_can_read),
        TEST(piperead_refuses_bad_ranges),
        TEST(piperead_refuses_read_only_memory),
        TEST(pipe_calls_of_0_bytes_look_at_no_address),
        TEST(getsysname_refuses_bad_addresses),
        TEST(spawn_refuses_names_at_bad_addresses),
        TEST(spawn_stops_at_the_first_byte_it_cannot_read),
        TEST(console_is_a_good_address),
    };
    run_tests(tests, ARRAY_SIZE(tests));
}
