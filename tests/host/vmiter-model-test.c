// vmiter-model-test.c: vmiter and ptiter agree with a plain model of their page table after each of
// many random operations. VMITER_OPERATIONS and VMITER_SEED in the environment make runs longer or
// different.

#include "test.h"
#include "vmiter-operations.h"

#define OPERATIONS 500000UL
#define OPERATIONS_PER_TABLE 1000 // then the test frees all and makes a new one

static uint64_t random_state;

static uint64_t
choose_randomly(uint64_t n) {
    uint64_t number = test_random(&random_state);
    return n == 0 ? number : number % n;
}

// number_from_environment(name, otherwise)
static uint64_t
number_from_environment(const char *name, uint64_t otherwise) {
    const char *value = getenv(name);
    return value != NULL ? host_strtoul(value, NULL, 0) : otherwise;
}

static void
iterators_and_model_agree_after_every_operation(void **state) {
    (void) state;
    uint64_t seed = number_from_environment("VMITER_SEED", 20240229);
    uint64_t operations = number_from_environment("VMITER_OPERATIONS", OPERATIONS);
    for (uint64_t done = 0; done < operations; done += OPERATIONS_PER_TABLE) {
        random_state = (seed << 32 | done) + 1;
        char name[64];
        sprintf(name, "VMITER_SEED=%lu, after %lu operations", seed, done);
        vmiter_operations_start(name, choose_randomly);
        for (int i = 0; i < OPERATIONS_PER_TABLE; ++i) {
            vmiter_operation();
        }
        vmiter_operations_end();
    }
}

int
main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(iterators_and_model_agree_after_every_operation),
    };
    return cmocka_run_group_tests_name("vmiter and ptiter: against a model", tests, NULL, NULL);
}
