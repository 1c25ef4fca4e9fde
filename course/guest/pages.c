// pages.c: calls the functions of exercises A5 to A7 with the cases in the disk image's file
// "cases", and logs what each returns. The host makes the cases (page_counts.py), and judges.

#include "check-kernel.h"
#include "disk-image.h"
#include "exercises.h"
#include "report.h"

typedef struct page_case {
    enum page_function { A5_VIRTUAL, A6_FEWEST, A6_MOST, A7_VIRTUAL } function;
    uint64_t va; // only for A7_VIRTUAL
    uint64_t sz;
} page_case;

_Static_assert(sizeof(page_case) == 24, "page_counts.py writes cases of three 64-bit numbers");

static uint64_t
call(const page_case *c) {
    switch (c->function) {
    case A5_VIRTUAL: return a5_virtual_pages(c->sz);
    case A6_FEWEST: return a6_fewest_physical_pages(c->sz);
    case A6_MOST: return a6_most_physical_pages(c->sz);
    case A7_VIRTUAL: return a7_virtual_pages(c->va, c->sz);
    }
    return 0;
}

void
run_check(void) {
    start_watch();
    file cases = disk_image_find("cases");
    const page_case *c = (const page_case *) cases.data;
    for (size_t i = 0; i < cases.size / sizeof(page_case); ++i) {
        uint64_t pages = call(&c[i]);
        report_line("%zu %lu", i, pages);
    }
}
