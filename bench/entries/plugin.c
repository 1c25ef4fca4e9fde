// plugin.c: a QEMU plugin that measures from outside how long the kernel keeps the processor. An
// entry begins in user mode or in a wait for an interrupt, and ends with the return to user mode or
// the next wait. The plugin counts the kernel's instructions, each round of a `rep` as one, and
// separately its accesses to devices, whose time a clock that counts instructions does not see. At
// the end it writes two lines to the file out=, for the longest entry by each measure:
//
//     instructions N of ENTRY after RIP
//
// ENTRY is the address of the entry's first instruction, and RIP where the process was.

#include "memory-layout.h"
#include "qemu-api.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

int qemu_plugin_version = 1;

// choose_version()
//    QEMU 9 refuses plugins of version 1. This constructor runs before QEMU checks the version.
static void __attribute__((constructor)) choose_version(void) {
    if (qemu_plugin_scoreboard_new) {
        qemu_plugin_version = 2;
    }
}

static const char *out;
static int users_seen; // 0 until the first process runs, since the kernel's start is not an entry

struct entry {
    uint64_t instructions, devices, where, after;
};
static struct entry now, longest, busiest; // instructions is 0: not in the kernel
static uint64_t users_rip;

static void
leave_kernel(void) {
    if (now.instructions > longest.instructions) {
        longest = now;
    }
    if (now.devices > busiest.devices) {
        busiest = now;
    }
    now = (struct entry) {0};
}

static void
in_user_mode(unsigned cpu, void *pc) {
    (void) cpu;
    users_seen = 1;
    users_rip = (uintptr_t) pc;
}

static void
in_kernel(unsigned cpu, void *pc) {
    (void) cpu;
    if (now.instructions == 0) {
        now.where = (uintptr_t) pc;
        now.after = users_rip;
    }
    now.instructions += users_seen;
}

static void
at_device(unsigned cpu, void *pc) {
    (void) cpu, (void) pc;
    ++now.devices;
}

static void
at_memory(unsigned cpu, qemu_plugin_meminfo_t info, uint64_t va, void *data) {
    (void) cpu, (void) data;
    const struct qemu_plugin_hwaddr *address = qemu_plugin_get_hwaddr(info, va);
    now.devices += address && qemu_plugin_hwaddr_is_io(address);
}

static void
leaves(unsigned cpu, void *pc) {
    (void) cpu, (void) pc;
    leave_kernel();
}

static void
look_at_kernel(struct qemu_plugin_insn *instruction, uint64_t pc) {
    const uint8_t opcode = opcode_of(instruction);
    qemu_plugin_register_vcpu_insn_exec_cb(instruction, in_kernel, QEMU_PLUGIN_CB_NO_REGS,
                                           (void *) (uintptr_t) pc);
    if (can_watch_memory(instruction)) {
        qemu_plugin_register_vcpu_mem_cb(instruction, at_memory, QEMU_PLUGIN_CB_NO_REGS,
                                         QEMU_PLUGIN_MEM_RW, NULL);
    }
    if ((opcode >= 0xE4 && opcode <= 0xE7) || (opcode >= 0xEC && opcode <= 0xEF)) { // in, out
        qemu_plugin_register_vcpu_insn_exec_cb(instruction, at_device, QEMU_PLUGIN_CB_NO_REGS,
                                               NULL);
    } else if (opcode == OPCODE_IRET || opcode == 0xF4) { // hlt
        qemu_plugin_register_vcpu_insn_exec_cb(instruction, leaves, QEMU_PLUGIN_CB_NO_REGS, NULL);
    }
}

static void
look_at_code(qemu_plugin_id_t id, struct qemu_plugin_tb *code) {
    (void) id;
    size_t n = qemu_plugin_tb_n_insns(code);
    uint64_t start = qemu_plugin_insn_vaddr(qemu_plugin_tb_get_insn(code, 0));
    if (start >= PROC_START_ADDR && start < MEMSIZE_VIRTUAL) {
        qemu_plugin_register_vcpu_tb_exec_cb(code, in_user_mode, QEMU_PLUGIN_CB_NO_REGS,
                                             (void *) (uintptr_t) start);
        return;
    }
    for (size_t i = 0; i < n && start >= KERNEL_START_ADDR && start < KERNEL_STACK_TOP; ++i) {
        struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(code, i);
        look_at_kernel(instruction, qemu_plugin_insn_vaddr(instruction));
    }
}

static void
write_figures(qemu_plugin_id_t id, void *data) {
    (void) id, (void) data;
    FILE *f = fopen(out, "w");
    if (f) {
        const char *line = "%s %" PRIu64 " of %#" PRIx64 " after %#" PRIx64 "\n";
        fprintf(f, line, "instructions", longest.instructions, longest.where, longest.after);
        fprintf(f, line, "devices", busiest.devices, busiest.where, busiest.after);
        fclose(f);
    }
}

int
qemu_plugin_install(qemu_plugin_id_t id, const void *machine, int argc, char **argv) {
    (void) machine;
    if (argc != 1 || strncmp(argv[0], "out=", 4) != 0) {
        fprintf(stderr, "entries: give out=FILE, and nothing else\n");
        return 1;
    }
    out = strdup(argv[0] + 4);
    qemu_plugin_register_vcpu_tb_trans_cb(id, look_at_code);
    qemu_plugin_register_atexit_cb(id, write_figures, NULL);
    return 0;
}
