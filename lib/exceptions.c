// exceptions.c: exceptions in words.

#include "exceptions.h"
#include "printf.h"

#define NAME(constant, vector, error_code, name) [vector] = name,
static const char *const names[] = {EXCEPTIONS(NAME)};

void
exception_describe(const regstate *regs, uint64_t address, char *s, size_t size) {
    uint64_t vector = regs->reg_intno, error = regs->reg_errcode;
    if (vector == INT_PF) {
        const char *access = error & PFERR_FETCH   ? "executing"
                             : error & PFERR_WRITE ? "writing"
                                                   : "reading";
        snprintf(s, size, "page fault %s 0x%lx (%s)", access, address,
                 error & PFERR_PRESENT ? "not allowed" : "not mapped");
    } else if (vector == INT_DF) {
        snprintf(s, size, "double fault, the last address was 0x%lx", address);
    } else if (vector < ARRAY_SIZE(names) && names[vector] != NULL) {
        snprintf(s, size, "%s", names[vector]);
    } else {
        snprintf(s, size, "unexpected interrupt %lu", vector);
    }
}

const char *
entry_refusal(x86_64_pageentry_t entry, int level, uint64_t error) {
    bool by_user = error & PFERR_USER;
    if (!(entry & PTE_P)) {
        return "not present";
    } else if ((error & PFERR_WRITE) && !(entry & PTE_W)) {
        return "write refused";
    } else if ((error & PFERR_FETCH) && (entry & PTE_XD)) {
        return "execution refused";
    } else if (by_user && !(entry & PTE_U)) {
        return "users refused";
    } else if (!by_user && (entry & PTE_U) && level == 1) { // SMAP, SMEP: no entry of a user page
        return "the kernel refused";
    }
    return NULL;
}

void
entry_describe(x86_64_pageentry_t entry, const char *refusal, char *s, size_t size) {
    if (!(entry & PTE_P)) {
        snprintf(s, size, "not present");
        return;
    }
    snprintf(s, size, "present, %s, %s%s%s%s", entry & PTE_W ? "writable" : "read-only",
             entry & PTE_U ? "user" : "kernel", entry & PTE_XD ? ", no execution" : "",
             refusal != NULL ? ": " : "", refusal != NULL ? refusal : "");
}
