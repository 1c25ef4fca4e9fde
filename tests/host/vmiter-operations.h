#ifndef WEENSY_VMITER_OPERATIONS_H
#define WEENSY_VMITER_OPERATIONS_H

// vmiter-operations.h: an iterator and a plain model of its page table go through the same
// operations, and have to agree after each one: moves, questions, mapping with failing allocations,
// unmapping, and large pages and upper-level permissions written by hand. So does a ptiter, at the
// end and after failures. The caller chooses which operation, and with what: a random test, or a
// fuzzer.

#include <stdint.h>

// vmiter_operations_start(name, choose)
//    Makes an empty page table in a memory without anything else. From here on, choose(n) chooses:
//    a number below `n`, or any number if `n` is 0. Failures start with `name`, which says how to
//    find them again.
void vmiter_operations_start(const char *name, uint64_t (*choose)(uint64_t n));

// vmiter_operation()
//    One operation. Fails the test if iterator and model disagree after it.
void vmiter_operation(void);

// vmiter_operations_end()
//    Compares all of the page table with the model, and frees it, which has to leave no page in
//    use.
void vmiter_operations_end(void);

#endif
