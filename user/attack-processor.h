#ifndef WEENSY_ATTACK_PROCESSOR_H
#define WEENSY_ATTACK_PROCESSOR_H

// attack-processor.h: what is the processor's to stop, and not the kernel's to answer for. Not each
// processor has each protection; and an emulator may let pass what it should not.

#include "attack.h"

// note_privileged()
//    What an act calls behind an instruction that faults at any privilege level but 0, whatever the
//    kernel has told the processor (SDM vol. 3A, 5.9). If the level is another one, the kernel has
//    done its part. (QEMU 8 and later do so with `invd` and `wbinvd`.)
static void
note_privileged(void) {
    uint16_t code_segment;
    __asm__ volatile("mov %%cs, %0" : "=r"(code_segment));
    notes->outcome = (code_segment & 3) == 0 ? GOT_THROUGH : EMULATORS_FAULT;
}

// The protections that not each processor has, and where it says so (SDM vol. 2A, CPUID).
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

// judged(outcome, guards)
//    The outcome of an act with these guards: it may be that this processor lacks what would stop
//    it. (Of several guards one at least is not the processor's.)
static enum outcome
judged(enum outcome outcome, const char *guards) {
    for (const struct feature *f = features; f < features + ARRAY_SIZE(features); ++f) {
        if (outcome == GOT_THROUGH && strcmp(f->guard, guards) == 0 && !processor_has(f)) {
            return UNPROTECTED;
        }
    }
    return outcome;
}

#endif
