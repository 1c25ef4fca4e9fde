// addresses.c: asks for pages at addresses all over its memory, also for those that are in use, and
// at addresses outside. Most of what is in use is put back afterwards: replace() saves a page,
// allocates one in its place, looks at it, and restores what was there. It works for the page that
// it returns to, and for its stack, too.

#include "shared.h"
#include "x86-64.h"

static const uintptr_t STACK = STACK_START;

// replace(addr, backup, number)
//    Makes system call `number`, sys_page_alloc, for the mapped page at `addr`. Returns its result;
//    1: the page is not zeroed. `backup` is a page.
long replace(uintptr_t addr, char *backup, long number);
__asm__(".pushsection .text\n"
        ".balign 128\n" // it lies within one page
        "replace:\n"
        "    movq %rdi, %r8\n"
        "    movq %rsi, %r9\n"
        "    movq %rdi, %rsi\n"
        "    movq %r9, %rdi\n"
        "    movl $512, %ecx\n"
        "    rep movsq\n"
        "    movq %rdx, %rax\n"
        "    movq %r8, %rdi\n"
        "    syscall\n"
        "    testq %rax, %rax\n"
        "    jnz 2f\n"
        "    movq %r8, %rdi\n"
        "    movl $512, %ecx\n"
        "    repe scasq\n" // %rax is 0
        "    setne %dl\n"
        "    movq %r9, %rsi\n"
        "    movq %r8, %rdi\n"
        "    movl $512, %ecx\n"
        "    rep movsq\n"
        "    movzbl %dl, %eax\n"
        "2:  retq\n"
        ".popsection\n");
static char backup[PAGESIZE] __attribute__((aligned(PAGESIZE)));

static const char *
what_is_at(uintptr_t addr) {
    return addr >= STACK            ? "the caller's stack"
           : addr < (uintptr_t) end ? "in use, for the program"
                                    : "not in use";
}

static bool
is_zero(const char *page) {
    const uint64_t *word = (const uint64_t *) page;
    unsigned i = 0;
    while (i < PAGESIZE / sizeof(*word) && word[i] == 0) {
        ++i;
    }
    return i == PAGESIZE / sizeof(*word);
}

static void
ask_for(uintptr_t addr) {
    const bool in_use = judge(JUDGE_PERMISSIONS, addr, 0) != 0;
    const unsigned before = free_page_count(), needed = in_use ? pages_for_replacing(addr) : 1;
    trying("sys_page_alloc(%#lx)", addr);
    long r = in_use ? replace(addr, backup, SYSCALL_PAGE_ALLOC) : sys_page_alloc((void *) addr);
    if (in_use && VARIANT_REFUSES) {
        require(4, r < 0 && free_page_count() == before,
                "sys_page_alloc(%#lx) returned %ld; the caller has a page there", addr, r);
        return;
    }
    require(4, r != 1, "sys_page_alloc(%#lx) leaves old bytes in the page, which was %s", addr,
            what_is_at(addr));
    require(4, r == 0,
            "sys_page_alloc(%#lx) returned %ld; the address is the caller's (%s), and %u pages are "
            "free",
            addr, r, what_is_at(addr), before);
    require(4, !is_refused(PROBE_READ, addr) && (in_use || !is_refused(PROBE_WRITE, addr)),
            "sys_page_alloc(%#lx) returned 0, and the caller cannot use the page there", addr);
    require(4, in_use || is_zero((const char *) addr),
            "sys_page_alloc(%#lx) returned 0, and the page there is not zeroed", addr);
    unsigned taken = before - free_page_count();
    require(4, taken == needed, "sys_page_alloc(%#lx) took %u pages; the address was %s", addr,
            taken, what_is_at(addr));
}

// is_fixed(addr)
//    Is this a page that replace() cannot replace: its own code, the backup, or code that would
//    lose the right to execute?
static bool
is_fixed(uintptr_t addr) {
    extern const char data_start[];
    const bool may_execute = (judge(JUDGE_PERMISSIONS, (uintptr_t) backup, 0) & (long) PTE_XD) == 0;
    return addr == (uintptr_t) backup || addr == round_down((uintptr_t) replace, PAGESIZE)
           || (addr < (uintptr_t) data_start && !may_execute);
}

void
process_main(void) {
    static const uintptr_t edges[] = {
        0x1FE000, 0x1FF000,         0x200000, 0x201000,
        0x23F000, STACK - PAGESIZE, STACK,    MEMSIZE_VIRTUAL - PAGESIZE};
    const uintptr_t first_free = round_up((uintptr_t) end, PAGESIZE);
    for (uintptr_t addr = PROC_START_ADDR; addr < first_free + 2 * PAGESIZE; addr += PAGESIZE) {
        if (!is_fixed(addr)) {
            ask_for(addr);
        }
    }
    for (unsigned i = 0; i < ARRAY_SIZE(edges); ++i) {
        ask_for(edges[i]);
    }
    for (uintptr_t addr = first_free + 5 * PAGESIZE; addr < STACK - PAGESIZE;
         addr += 7 * PAGESIZE) {
        ask_for(addr);
    }

    static const uintptr_t outside[] = {
        0,
        PROC_START_ADDR - PAGESIZE,
        CONSOLE_ADDR,
        TICKS_ADDR,
        KERNEL_STACK_TOP - PAGESIZE,
        MEMSIZE_VIRTUAL,
        MEMSIZE_VIRTUAL + PAGESIZE,
        MEMSIZE_VIRTUAL + 0x40000,
        0x400000,
        0x100100000,
        (uintptr_t) -PAGESIZE,
        PROC_START_ADDR + 0x80008,
        MEMSIZE_PHYSICAL + 1,
        MEMSIZE_VIRTUAL - 1,
    };
    for (unsigned i = 0; i < ARRAY_SIZE(outside); ++i) {
        const unsigned before = free_page_count();
        trying("sys_page_alloc(%#lx)", outside[i]);
        int r = sys_page_alloc((void *) outside[i]);
        require(4, r < 0, "sys_page_alloc(%#lx) returned %d: the address is %s", outside[i], r,
                outside[i] % PAGESIZE != 0 ? "not page-aligned" : "not in the caller's memory");
        require(4, free_page_count() == before,
                "sys_page_alloc(%#lx) returned %d, and yet %d fewer pages are free", outside[i], r,
                (int) (before - free_page_count()));
    }
    trial_passed();
}
