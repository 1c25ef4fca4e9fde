#ifndef WEENSY_VMITER_OPERATIONS_H
#define WEENSY_VMITER_OPERATIONS_H

// vmiter-operations.h: an iterator and a plain model of its page table go through the same
// operations, and must agree after each one: moves, questions, mapping with failing allocations,
// unmapping, and large pages and upper-level permissions written by hand. A ptiter must agree, too,
// at the end and after failures. The caller, a random test or a fuzzer, chooses the operations and
// their arguments.

#include <stdint.h>

// vmiter_operations_start(name, choose)
//    Makes an empty page table in an otherwise empty memory. From here on, choose(n) chooses: a
//    number below `n`, or any number if `n` is 0. Failure messages start with `name`, which says how
//    to repeat them.
void vmiter_operations_start(const char *name, uint64_t (*choose)(uint64_t n));

// vmiter_operation()
//    Does one operation. Fails the test if iterator and model disagree after it.
void vmiter_operation(void);

// vmiter_operations_end()
//    Compares the whole page table with the model, and frees it, which must leave no page in use.
void vmiter_operations_end(void);

#endif
