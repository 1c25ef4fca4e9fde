// processor.c: acts that no kernel can stop: some processors lack a protection, and an emulator may
// let pass what every real processor refuses.

#include "attack.h"

void
note_privileged(void) {
    uint16_t code_segment;
    __asm__ volatile("mov %%cs, %0" : "=r"(code_segment));
    notes->outcome = (code_segment & 3) == 0 ? GOT_THROUGH : EMULATORS_FAULT;
}

// Protections that some processors lack, and the bit by which a processor says that it has one (SDM
// vol. 2A, CPUID).
static const struct feature {
    const char *guard;
    uint32_t leaf;
    enum { EBX, ECX, EDX } result;
    int bit;
} features[] = {
    {"xd", 0x80000001, EDX, 20},
    {"umip", 7, ECX, 2},
    {"smep", 7, EBX, 7},
    {"smap", 7, EBX, 20},
};

static bool
processor_has(const struct feature *feature) {
    uint32_t highest = feature->leaf & 0x80000000, results[3];
    __asm__ volatile("cpuid" : "+a"(highest) : : "ebx", "ecx", "edx");
    uint32_t leaf = feature->leaf;
    __asm__ volatile("cpuid"
                     : "+a"(leaf), "=b"(results[EBX]), "=c"(results[ECX]), "=d"(results[EDX])
                     : "c"(0));
    return highest >= feature->leaf && (results[feature->result] & 1U << feature->bit) != 0;
}

enum outcome
judged(enum outcome outcome, const char *guards) {
    for (const struct feature *f = features; f < features + ARRAY_SIZE(features); ++f) {
        if (outcome == GOT_THROUGH && strcmp(f->guard, guards) == 0 && !processor_has(f)) {
            return UNPROTECTED;
        }
    }
    return outcome;
}
