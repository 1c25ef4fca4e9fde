// test-processor-state.c: the kernel sets all of the processor's state itself. Users gain nothing
// from whatever was there before.
//
// The kernel starts three times: when the test begins; then with without=ldt and disturb=1, so that
// it leaves the processor in a state that no kernel wants; then for the tests.

#include "test.h"

static uint64_t
processor(int which) {
    return (uint64_t) system_call(SYSCALL_TEST_PROCESSOR, (uintptr_t) which, 0);
}

static void
the_kernel_sets_every_bit_of_the_control_registers(void) {
    const uint64_t paging = 1U << 31, write_protect = 1 << 16, errors = 1 << 5, type = 1 << 4,
                   emulation = 1 << 2, protection = 1 << 0;
    check_equal(processor(PROCESSOR_CR0),
                paging | write_protect | errors | type | emulation | protection);

    const uint64_t address_extension = 1 << 5, smap = 1 << 21, smep = 1 << 20, umip = 1 << 11;
    check_equal(processor(PROCESSOR_CR4) & ~(smap | smep | umip), address_extension);

    const uint64_t no_execute = 1 << 11, active = 1 << 10, enabled = 1 << 8, system_call = 1 << 0;
    check_equal(processor(PROCESSOR_EFER) & ~no_execute, active | enabled | system_call);
}

static void
no_breakpoint_is_active(void) {
    const uint64_t always_1 = 1 << 10;
    check_equal(processor(PROCESSOR_DR7), always_1);
}

static void
system_calls_have_one_entry_point(void) {
    check_equal(processor(PROCESSOR_CSTAR), processor(PROCESSOR_LSTAR));
    check_equal(processor(PROCESSOR_SYSENTER_CS), 0);
}

// After reset the selector is 0, too, although there is a table. So look for entries.
static void
there_is_no_local_descriptor_table(void) {
    check_equal(processor(PROCESSOR_LDTR), 0);
    int found = 0;
    for (unsigned selector = 7; selector < 0x10000; selector += 8) {
        unsigned char success;
        __asm__ volatile("lar %1, %%eax; setz %0" : "=q"(success) : "r"(selector) : "rax", "cc");
        found += success;
    }
    check_equal(found, 0);
}

// It would be the first tick, and come at an odd time.
static void
no_tick_of_the_firmwares_timer_is_pending(void) {
    check_equal(processor(PROCESSOR_TIMER_PENDING), 0);
}

void
process_main(void) {
    static const struct test tests[] = {
        TEST(the_kernel_sets_every_bit_of_the_control_registers),
        TEST(no_breakpoint_is_active),
        TEST(system_calls_have_one_entry_point),
        TEST(there_is_no_local_descriptor_table),
        TEST(no_tick_of_the_firmwares_timer_is_pending),
    };
    char next[COMMAND_SIZE];
    if (test_option("start") < 2) {
        snprintf(next, sizeof(next), "test-processor-state start=%d audit=%d%s",
                 test_option("start") + 1, test_option("audit"),
                 test_option("start") == 0 ? " disturb=1 without=ldt" : "");
        test_restart(next);
    }
    run_tests(tests, ARRAY_SIZE(tests));
}
