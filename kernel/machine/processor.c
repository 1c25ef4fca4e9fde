// processor.c: sets the control registers, after it has asked which features the processor has (SDM
// vol. 2A, CPUID).

#include "processor.h"
#include "pte.h"
#include "x86.h"

x86_64_pageentry_t pte_supported_bits;

enum {
    CPUID_FEATURES = 7,
    CPUID_7_EBX_SMEP = 1 << 7,
    CPUID_7_EBX_SMAP = 1 << 20,
    CPUID_7_ECX_UMIP = 1 << 2,
    CPUID_EXTENDED_FEATURES = 0x80000001,
    CPUID_EXTENDED_EDX_NX = 1 << 20,
};

static cpuid_result
features(void) {
    return cpuid(0).eax >= CPUID_FEATURES ? cpuid(CPUID_FEATURES) : (cpuid_result) {0, 0, 0, 0};
}

void
processor_init(void) {
    bool has_nx = (cpuid(CPUID_EXTENDED_FEATURES).edx & CPUID_EXTENDED_EDX_NX) != 0;
    pte_supported_bits = has_nx ? ~0UL : ~PTE_XD;
    write_msr(MSR_EFER, EFER_64_BIT | EFER_SCE | (has_nx ? EFER_NXE : 0));
    write_cr0(CR0_64_BIT | CR0_EM);
    write_cr4(CR4_PAE | (features().ebx & CPUID_7_EBX_SMEP ? CR4_SMEP : 0)
              | (features().ecx & CPUID_7_ECX_UMIP ? CR4_UMIP : 0));
    write_dr7(0);
}

void
processor_protect_memory(void) {
    write_cr0(read_cr0() | CR0_WP);
    write_cr4(read_cr4() | (features().ebx & CPUID_7_EBX_SMAP ? CR4_SMAP : 0));
}
