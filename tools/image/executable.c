// executable.c: says which rule an executable breaks, and what to do about it.

#include "executable.h"
#include "elf-check.h"
#include "host.h"

#define LOOK_AT_LINK "look at LDFLAGS and link/, then " BUILD_ANEW

static const char *const advice[] = {
    [ELF_RULE_FORMAT] = BUILD_ANEW,
    [ELF_RULE_PROCESSOR] = "look at CC and CROSS, then " BUILD_ANEW,
    [ELF_RULE_LINKED] = LOOK_AT_LINK,
    [ELF_RULE_HEADER] = BUILD_ANEW,
    [ELF_RULE_SEGMENTS] = LOOK_AT_LINK,
    [ELF_RULE_WHOLE] = BUILD_ANEW,
    [ELF_RULE_LOAD] = LOOK_AT_LINK,
    [ELF_RULE_PERMISSIONS] = LOOK_AT_LINK,
    [ELF_RULE_SIZES] = BUILD_ANEW,
    [ELF_RULE_PLACE] = "make its variables smaller",
    [ELF_RULE_OFFSET] = LOOK_AT_LINK,
    [ELF_RULE_PAGES] = LOOK_AT_LINK,
    [ELF_RULE_ENTRY] = "a program starts at its function process_main",
};

static void
require_kept(elf_rule rule, const char *path) {
    if (rule != ELF_RULES_KEPT) {
        fail("%s: %s; %s", path, elf_rule_text(rule), advice[rule]);
    }
}

void
check_program(const char *path, const char *data, size_t size) {
    require_kept(elf_check_program(data, size), path);
}

void
check_kernel(const char *path, const char *data, size_t size) {
    require_kept(elf_check_kernel(data, size), path);
}
